// Search that runs in the reader's device: nothing typed is sent, kept, or put into an address.
const PUNCTUATION = /[^\p{L}\p{N}]+/gu;
const SAME = { "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ئ": "ي", "ؤ": "و", "ة": "ه", "ء": "",
  "گ": "ك", "ک": "ك", "چ": "ج", "پ": "ب", "ڤ": "ف", "ی": "ي", "ھ": "ه", "ہ": "ه" };

// One spelling for what people write in many: hamza, ta marbuta, alef maqsura, marks, digits, long vowels.
export const fold = (text) => text.toLowerCase().normalize("NFKD")
  .replace(/[\u0300-\u036f\u0640\u064b-\u0652\u0670'’`]/g, "")
  .replace(/[\u0653-\u0655]/g, "")
  .replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) & 15))
  .replace(/[أإآٱىئؤةءگکچپڤیھہ]/g, (letter) => SAME[letter])
  .replace(/([^\d])\1+/g, "$1")
  .replace(PUNCTUATION, " ").trim();

const PREFIXES = ["", "ال", "و", "ف", "ب", "ل", "ك", "لل", "وال", "بال", "فال", "كال", "ول", "وب", "عال", "هال",
  "ي", "ت", "ن", "ا", "بي", "بت", "بن", "با", "حي", "حت", "هي", "هت", "وي", "وت", "ما"];
const SUFFIXES = ["", "ه", "ها", "هم", "هن", "ك", "كم", "نا", "ني", "ي", "ات", "ين", "ون", "ان", "وا", "ت", "ش",
  "ته", "تي", "تها", "تهم", "تنا", "يه", "نه", "وني", "وه", "وها", "ونا", "اتي", "هاش", "نيش", "لي", "لنا", "يني"];
const ENDINGS = ["", "s", "es", "ed", "d", "ing", "er", "ers", "ly", "ment"];

// Every stem a word may have; two words are alike when they share one.
const cache = new Map();
export const stems = (word) => {
  if (cache.has(word)) return cache.get(word);
  const found = new Set([word]);
  if (/[\u0621-\u064a]/.test(word)) {
    for (const prefix of PREFIXES) {
      if (!word.startsWith(prefix)) continue;
      const rest = word.slice(prefix.length);
      for (const suffix of SUFFIXES) {
        if (rest.endsWith(suffix) && rest.length - suffix.length >= 3) found.add(rest.slice(0, rest.length - suffix.length));
      }
    }
  } else {
    for (const ending of ENDINGS) {
      const stem = word.endsWith(ending) ? word.slice(0, word.length - ending.length) : "";
      if (stem.length >= 3) found.add(stem).add(stem.replace(/[ie]$/, ""));
      if (stem.length >= 3 && stem.endsWith("y")) found.add(stem.slice(0, -1));
    }
  }
  cache.set(word, found);
  return found;
};

// One letter wrong, missing, added or swapped: dictation and small keys do that.
export const near = (a, b) => {
  if (Math.abs(a.length - b.length) > 1 || a === b) return a === b;
  let i = 0;
  while (a[i] === b[i] && i < a.length) i += 1;
  const [x, y] = [a.slice(i), b.slice(i)];
  return x.slice(1) === y.slice(1) || x.slice(1) === y || x === y.slice(1)
    || (x[0] === y[1] && x[1] === y[0] && x.slice(2) === y.slice(2));
};

const alike = (one, two) => {
  if (one === two) return 1;
  for (const stem of stems(one)) if (stems(two).has(stem)) return 0.8;
  return 0;
};

const words = (text) => fold(text).split(" ").filter(Boolean);

const prepared = new WeakMap();
const prepare = (index) => {
  if (prepared.has(index)) return prepared.get(index);
  const pages = index.pages.map((page) => ({
    ...page,
    terms: page.terms.flatMap(([weight, list]) => list.map((term) => ({ weight, term: words(term) }))),
    text: [[3, words(page.title)], [1.5, words(page.heads)], [0.5, words(page.body)]],
  }));
  const known = new Set(pages.flatMap((page) => page.terms.flatMap(({ term }) => term)));
  const ready = { pages, known: [...known], silent: new Set(index.silent.flatMap(words)), danger: index.danger.map(words) };
  prepared.set(index, ready);
  return ready;
};

// A word nobody wrote down is read as the known word it is nearest to.
const understood = (word, known) => {
  if (known.some((one) => alike(one, word))) return [word];
  const guesses = word.length > 3 ? known.filter((one) => one.length > 3 && near(one, word)) : [];
  const parts = [...word].map((_, i) => [word.slice(0, i), word.slice(i)])
    .filter((pair) => pair.every((part) => part.length > 2 && known.includes(part)));
  return [word, ...guesses, ...parts.flat()];
};

const holds = (term, asked) => {
  let sum = 0;
  for (const word of term) {
    const best = Math.max(0, ...asked.map((one) => alike(word, one)));
    if (!best) return 0;
    sum += best;
  }
  return sum / term.length;
};

const score = (page, asked, plain) => {
  let total = 0;
  for (const { weight, term } of page.terms) total += weight * holds(term, asked) * (1 + (term.length - 1) * 0.6);
  for (const word of plain) {
    for (const [weight, text] of page.text) if (text.some((one) => alike(one, word))) total += weight;
  }
  return total;
};

export const rank = (index, query) => {
  const { pages, known, silent, danger } = prepare(index);
  const said = words(query);
  const asked = said.flatMap((word) => understood(word, known));
  const plain = said.filter((word) => !silent.has(word) && word.length > 2);
  const hits = pages.map((page) => ({ page, points: score(page, asked, plain) }))
    .filter(({ points }) => points > 0.9)
    .sort((a, b) => b.points - a.points)
    .filter(({ points }, i, all) => i < 5 && points > all[0].points * 0.12);
  // Who finds little is led to people: the page about calling closes a short list.
  const found = hits.length;
  const people = pages.find((page) => page.fallback);
  if (found < 3 && people && !hits.some(({ page }) => page === people)) hits.push({ page: people, points: 0 });
  return { hits: hits.map(({ page, points }) => ({ url: page.url, title: page.label, text: page.text_shown, points })),
    found, danger: danger.some((term) => holds(term, said)) };
};

const element = (name, text, attributes = {}) => {
  const made = document.createElement(name);
  made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
};

const list = (hits) => {
  const made = element("ul", "");
  for (const hit of hits) {
    const item = element("li", "");
    item.append(element("a", hit.title, { href: hit.url }), element("p", hit.text));
    made.append(item);
  }
  return made;
};

const load = async (url) => (await fetch(url)).json();

const foreign = (query, lang) => (lang === "ar" ? /^[^\u0621-\u064a]*[a-z]/i : /[\u0621-\u064a]/).test(query);

export const start = async (input) => {
  const count = document.getElementById("found-count"), box = document.getElementById("found");
  const lang = document.documentElement.lang;
  let index, other;
  const show = async () => {
    const query = input.value;
    if (query.trim().length < 2) { count.textContent = ""; box.replaceChildren(); return; }
    const { hits, found, danger } = rank(index, query);
    if (foreign(query, lang)) other ||= await load(input.dataset.other);
    const beside = foreign(query, lang) ? rank(other, query) : { hits: [], found: 0, danger: false };
    if (input.value !== query) return;
    const all = found + beside.found, say = index.words;
    count.textContent = all === 0 ? say.none : all === 1 ? say.one : `${say.many} ${all}`;
    const parts = [];
    if (danger || beside.danger) {
      const warning = element("p", "", { class: "found-danger" });
      warning.append(element("a", say.danger, { href: "tel:999" }));
      parts.push(warning);
    }
    if (hits.length) parts.push(list(hits));
    if (beside.found) {
      const made = list(beside.hits);
      made.lang = other.lang;
      made.dir = other.dir;
      parts.push(element("p", say.other), made);
    }
    box.replaceChildren(...parts);
  };
  try {
    index = await load(input.dataset.index);
  } catch {
    count.textContent = input.dataset.broken;
    return;
  }
  input.addEventListener("input", show);
  await show();
};
