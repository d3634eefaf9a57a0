// Reading without internet: off until the reader turns it on, because kept pages are a trace.
const worker = (box) => `${box.dataset.worker}?lang=${document.documentElement.lang}`;

const isOn = async () => (await navigator.serviceWorker.getRegistrations()).length > 0;

const turnOn = async (box) => {
  const registration = await navigator.serviceWorker.register(worker(box), { updateViaCache: "none" });
  const fresh = registration.installing || registration.waiting;
  if (!fresh) return;
  await new Promise((done, failed) => {
    fresh.addEventListener("statechange", () => {
      if (fresh.state === "activated") done();
      if (fresh.state === "redundant") failed(new Error("not installed"));
    });
  });
};

const turnOff = async () => {
  for (const registration of await navigator.serviceWorker.getRegistrations()) await registration.unregister();
  for (const name of await caches.keys()) await caches.delete(name);
};

export const start = (box) => {
  const words = JSON.parse(box.dataset.words);
  const status = box.querySelector("p");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button";
  status.setAttribute("role", "status");
  const show = async () => {
    const on = await isOn();
    status.textContent = on ? words.isOn : words.isOff;
    button.textContent = on ? words.off : words.on;
  };
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      if (await isOn()) await turnOff(); else await turnOn(box);
      await show();
    } catch {
      await turnOff().catch(() => 0);
      status.textContent = words.failed;
    }
    button.disabled = false;
  });
  if (!navigator.serviceWorker) { status.textContent = words.failed; return; }
  show().then(() => box.append(button));
};
