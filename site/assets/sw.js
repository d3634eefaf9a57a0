// Keeps the pages of one language for reading without internet. Registered only by the reader's own choice.
// The portal and its API are never touched, and nothing is kept but what is listed here.
const KEPT = __KEPT__;
const NAME = "guide-__VERSION__";
const lang = new URL(location.href).searchParams.get("lang") === "en" ? "en" : "ar";

addEventListener("install", (event) => {
  event.waitUntil(caches.open(NAME)
    .then((cache) => cache.addAll(KEPT[lang].map((url) => new Request(url, { cache: "reload" }))))
    .then(() => skipWaiting()));
});

addEventListener("activate", (event) => {
  event.waitUntil(caches.keys()
    .then((names) => Promise.all(names.filter((name) => name !== NAME).map((name) => caches.delete(name))))
    .then(() => clients.claim()));
});

const ours = (request) => {
  const { origin, pathname } = new URL(request.url);
  return request.method === "GET" && origin === location.origin && !/^\/(portal|api|leave)(\/|$)/.test(pathname);
};

const kept = async (request) => (await caches.open(NAME)).match(request, { ignoreSearch: true });

const answer = async (request) => {
  if (new URL(request.url).pathname.startsWith("/assets/")) return (await kept(request)) || fetch(request);
  try {
    return await fetch(request);
  } catch (offline) {
    const page = await kept(request);
    if (page) return page;
    if (request.mode === "navigate") return (await kept(lang === "en" ? "/en/" : "/")) || Promise.reject(offline);
    throw offline;
  }
};

addEventListener("fetch", (event) => {
  if (ours(event.request)) event.respondWith(answer(event.request));
});
