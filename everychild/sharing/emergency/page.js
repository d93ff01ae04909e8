"use strict";
(() => {
  const by = (id) => document.getElementById(id);
  const headingText = by("heading").textContent;
  const heading = JSON.parse(headingText);
  const made = new Date(heading.made);
  const encode = (text) => new TextEncoder().encode(text);
  const bytes = (text) => Uint8Array.from(atob(text.trim()), (letter) => letter.charCodeAt(0));
  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const clock = (at) => at.toLocaleString("en-GB", { timeZone: "Europe/London", day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit" });
  const looked = new Map();
  let children = [];
  let openedAt = null;

  function sayAge() {
    const hours = (Date.now() - made) / 3600000;
    const age = by("age");
    age.classList.toggle("old", hours >= 24 || hours < -1);
    if (hours < -1) age.textContent = "The clock of this machine is wrong, or this file is. Look at the date above and judge for yourself.";
    else if (hours >= 24) age.textContent = `STALE: ${Math.floor(hours)} hours old. Children have come and gone since. Ring before you rely on anything here.`;
    else age.textContent = `${hours < 1 ? "Less than an hour" : Math.floor(hours) === 1 ? "1 hour" : `${Math.floor(hours)} hours`} old. Stale after ${clock(new Date(made.getTime() + 86400000))}.`;
  }

  function make(tag, text, kind) {
    const made = document.createElement(tag);
    if (text) made.textContent = text;
    if (kind) made.className = kind;
    return made;
  }

  function wrong(text) {
    by("wrong").textContent = text;
    by("wrong").hidden = !text;
    if (text) by("wrong").focus();
  }

  async function unseal(passphrase) {
    const plain = passphrase.normalize("NFKC").trim().split(/\s+/u).join(" ");
    const material = await crypto.subtle.importKey("raw", encode(plain), "PBKDF2", false, ["deriveKey"]);
    const how = { name: "PBKDF2", hash: "SHA-256", salt: bytes(heading.salt), iterations: heading.rounds };
    const key = await crypto.subtle.deriveKey(how, material, { name: "AES-GCM", length: 256 }, false, ["decrypt"]);
    const opened = await crypto.subtle.decrypt({ name: "AES-GCM", iv: bytes(heading.nonce), additionalData: encode(headingText) }, key, bytes(by("sealed").textContent));
    return JSON.parse(new TextDecoder().decode(opened));
  }

  async function open(event) {
    event.preventDefault();
    wrong("");
    if (!globalThis.crypto?.subtle) return wrong("This browser cannot open the file. Use an up-to-date Chrome, Edge, Firefox or Safari; it needs no network.");
    if (!by("who").value.trim() || !by("why").value.trim()) return wrong("Write your name and why you open it. Both go into the text that you copy afterwards.");
    if (!by("passphrase").value.trim()) return wrong("Enter the passphrase. One of the two keepers has it.");
    by("open").disabled = true;
    by("open").textContent = "Opening…";
    try {
      const told = await unseal(by("passphrase").value);
      children = told.children;
      by("duty").replaceChildren(...told.duty.map((one) => make("li", `${one.team}: ${one.telephone}`)));
    } catch {
      wrong("That is not the passphrase of this file, or the file has been changed. Check capital letters; older extracts may have an older passphrase. Nothing has been shown.");
      return undefined;
    } finally {
      by("open").disabled = false;
      by("open").textContent = "Open";
    }
    openedAt = new Date();
    by("passphrase").value = "";
    by("door").hidden = true;
    by("inside").hidden = false;
    by("children").replaceChildren(...children.map(row));
    narrow();
    account();
    by("search-title").focus();
    return undefined;
  }

  function row(child) {
    const part = make("details");
    const head = make("summary");
    head.append(make("strong", child.name), make("span", child.born ? `born ${child.born} ` : "birth date not known "));
    if (child.shielded) head.append(make("span", "Shielded", "tag red"));
    for (const one of child.why || []) head.append(make("span", one.what, one.what === "Missing now" ? "tag red" : "tag"));
    part.append(head);
    part.addEventListener("toggle", () => part.open && show(part, child));
    part.child = child;
    return part;
  }

  function show(part, child) {
    if (!part.querySelector(".inner")) part.append(inside(child));
    looked.set(child.ref || `shielded, born ${child.born}`, true);
    account();
  }

  function inside(child) {
    const box = make("div", "", "inner");
    if (child.shielded) {
      box.append(caution("never", ["This child is shielded. Nothing else stands here.", `Ring ${child.ask}.`]));
      return box;
    }
    box.append(make("p", `Reference ${child.ref}${child.known_as ? `. Known as ${child.known_as}` : ""}`, "quiet"));
    if (child.death) box.append(caution("never", ["A source says that this child has died, and no person has confirmed it. Send nothing."]));
    if (child.cautions.length) box.append(caution("caution", ["Staff safety", ...child.cautions.map((one) => `${one.what}${one.owner ? `. Owner: ${one.owner}` : ""}${one.review ? `. Review by ${one.review}` : ""}`)]));
    box.append(make("h3", "Why this child is here"), list(child.why.map((one) => `${one.what}${one.since ? ` since ${one.since}` : ""}, ${one.authority}`)));
    box.append(make("h3", "Allocated worker and duty number"), workers(child.workers));
    box.append(make("h3", "Safe to ring or write?"), ...contacts(child));
    box.append(make("h3", "Address"), make("p", child.withheld ? "Withheld. Send nothing by post, and tell nobody where the child lives or learns." : child.addresses.join("; or ") || "No address is known."));
    return box;
  }

  function caution(kind, lines) {
    const box = make("div", "", kind);
    box.append(...lines.map((line) => make("p", line)));
    return box;
  }

  function list(lines) {
    const made = make("ul");
    made.append(...lines.map((line) => make("li", line)));
    return made;
  }

  function workers(found) {
    if (!found.length) return make("p", "No worker is named. Ring the front door of the authority above.");
    return list(found.map((one) => [one.name && `${one.name}${one.role ? ` (${one.role})` : ""}`, one.telephone, one.team, one.duty && `duty number ${one.duty}`].filter(Boolean).join(", ")));
  }

  function contacts(child) {
    const never = child.contacts.filter((one) => one.never);
    const others = child.contacts.filter((one) => !one.never);
    const made = never.map((one) => caution("never", [`${one.name} (${one.relation}) must not have contact${one.court ? ", by order of a court" : ""}.`]));
    const careful = others.filter((one) => one.safe);
    if (careful.length) made.push(caution("safe", ["Before you ring or write:", ...careful.map((one) => `${one.name} (${one.relation}): ${one.safe}`)]));
    else made.push(make("p", "No source says how it is safe to reach this family. Ask the worker or the duty number first."));
    if (others.length) made.push(list(others.map(adult)));
    return made;
  }

  function adult(one) {
    const more = [one.relation, one.responsible && "parental responsibility", one.lives_with && "lives with the child", one.interpreter && "interpreter needed"].filter(Boolean).join(", ");
    return `${one.name} (${more}): ${one.telephone || "no number is known"}`;
  }

  function narrow() {
    const words = fold(by("name").value).split(/\s+/u).filter(Boolean);
    const kind = by("kind").value;
    let count = 0;
    for (const part of by("children").children) {
      const child = part.child;
      const names = fold(`${child.name} ${child.known_as || ""}`);
      const kinds = child.kinds || [];
      const fits = !kind || kinds.includes(kind) || (kind === "plan" && (kinds.includes("protection_plan") || kinds.includes("child_in_need")));
      part.hidden = !(fits && words.every((word) => names.includes(word)));
      if (!part.hidden) count += 1;
    }
    by("count").textContent = count ? `${count} of ${children.length} ${children.length === 1 ? "child" : "children"}` : `None of ${children.length} fits. The child may still be known: this file holds only those on plans, looked after or missing.`;
  }

  function account() {
    by("account").value = [
      `Extract: ${heading.made}, digest ${by("digest").textContent.trim()}`,
      `Who: ${by("who").value.trim()}`,
      `Why: ${by("why").value.trim()}`,
      `From: ${clock(openedAt)}`,
      `To: ${clock(new Date())}`,
      `Children: ${[...looked.keys()].join(", ") || "none opened"}`,
    ].join("\n");
  }

  async function copy() {
    account();
    by("account").select();
    let done = false;
    try {
      await navigator.clipboard.writeText(by("account").value);
      done = true;
    } catch {
      done = document.execCommand("copy");
    }
    by("copied").textContent = done ? "Copied." : "Copy it with Ctrl-C: it is selected.";
  }

  function openWhatIsPrinted() {
    for (const part of by("children").children) {
      if (part.hidden) continue;
      show(part, part.child);
      part.open = true;
    }
  }

  by("door").addEventListener("submit", open);
  by("name").addEventListener("input", narrow);
  by("kind").addEventListener("change", narrow);
  by("copy").addEventListener("click", copy);
  addEventListener("beforeprint", openWhatIsPrinted);
  sayAge();
  setInterval(sayAge, 60000);
})();
