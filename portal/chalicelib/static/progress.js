// A page of something that is under way looks again by itself. Without this script its link does.
"use strict";
const EVERY = 3000;

async function lookAgain(shown) {
  const answer = await fetch(location.href, { cache: "no-store" });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const found = page.querySelector("[data-progress]");
  if (!found || found.dataset.progress !== shown.dataset.progress) {
    location.reload();
    return;
  }
  const words = shown.querySelector("[role=status]");
  const said = found.querySelector("[role=status]").textContent;
  if (words.textContent !== said) words.textContent = said;
  const bar = shown.querySelector("progress");
  for (const name of ["max", "value"]) {
    const given = found.querySelector("progress").getAttribute(name);
    if (given === null) bar.removeAttribute(name);
    else bar.setAttribute(name, given);
  }
}

const shown = document.querySelector("[data-progress]");
if (shown) {
  setInterval(() => {
    if (!document.hidden) lookAgain(shown).catch(() => {});
  }, EVERY);
}
