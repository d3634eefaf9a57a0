// Loaded before the page is drawn: who has left must not see a page of ours again by going back.
(() => {
  const d = document, root = d.documentElement, away = "LEAVE_TO", key = "a";
  const left = () => { try { return sessionStorage.getItem(key); } catch { return null; } };
  const cover = () => { stop(); root.replaceChildren(); };
  const gone = () => { cover(); location.replace(away); };
  const again = performance.getEntriesByType("navigation")[0];
  if (left()) {
    if (again && again.type !== "navigate") return gone();
    sessionStorage.removeItem(key);
  }
  // A page kept for going back stays hidden until it is known that its reader did not leave.
  addEventListener("pagehide", () => { root.hidden = true; const q = d.getElementById("q"); if (q) q.value = ""; });
  addEventListener("pageshow", (e) => { if (e.persisted && left()) gone(); else root.hidden = false; });
  const leave = (e) => {
    if (e) e.preventDefault();
    cover();
    try { sessionStorage.setItem(key, 1); } catch { /* storage is off: nothing is kept anyway */ }
    // Not the plain link's own address: that one clears storage too, and with it the mark set above.
    fetch("/leave/cache/", { keepalive: true, cache: "no-store" }).catch(() => 0);
    const wipe = [];
    if (self.caches) wipe.push(caches.keys().then((names) => Promise.all(names.map((n) => caches.delete(n)))));
    const worker = navigator.serviceWorker;
    if (worker) wipe.push(worker.getRegistrations().then((all) => Promise.all(all.map((r) => r.unregister()))));
    Promise.race([Promise.allSettled(wipe), new Promise((done) => setTimeout(done, 400))])
      .then(() => location.replace(away));
  };
  addEventListener("DOMContentLoaded", () => {
    const link = d.querySelector(".leave"), q = d.getElementById("q");
    const print = d.querySelector(".print"), offline = d.querySelector("[data-offline]");
    if (link) {
      let shifts = 0;
      link.addEventListener("click", leave);
      addEventListener("keydown", (e) => {
        if (e.repeat) return;
        shifts = e.key === "Shift" ? shifts + 1 : 0;
        if (shifts === 3) leave();
      });
    }
    if (print) print.addEventListener("click", () => self.print());
    if (offline) import(offline.dataset.script).then((m) => m.start(offline));
    const search = () => { import(q.dataset.script).then((m) => m.start(q)); };
    if (q) for (const type of ["focus", "input"]) q.addEventListener(type, search, { once: true });
  });
})();
