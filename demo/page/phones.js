// The phones page: each phone is one person's chat with the bot; all of them, the clock and the bot's state live on one stream.

import { formatted, icon, make, startLink } from "/page/formatted.js";
import { say, speak, spoken } from "/page/words.js";

const ZONE = "Asia/Ho_Chi_Minh";
const FIRST = [7000001, 7000005, 7000003];
const TYPING_MS = 5000;
const TOAST_MS = 3500;
const PRESS_MS = 15000;

const world = { people: [], bot: { first_name: "", username: "" }, ahead: 0, offset: 0, movable: true, process: "none" };
const phones = [];

// --- the server

async function get(path) {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${response.status}`);
  return response.json();
}

async function post(path, body) {
  const form = body instanceof FormData;
  const response = await fetch(path, {
    method: "POST",
    body: form ? body : JSON.stringify(body),
    headers: form ? {} : { "Content-Type": "application/json" },
  });
  const answer = await response.json().catch(() => ({ error: `${response.status}` }));
  if (answer.error) throw new Error(answer.error);
  return answer;
}

// --- dates as the office reads them

const shown = (options) => {
  const formats = {};
  return (seconds) => {
    const locale = spoken() === "vi" ? "vi-VN" : "en-GB";
    formats[locale] ??= new Intl.DateTimeFormat(locale, { timeZone: ZONE, ...options });
    return formats[locale].format(new Date(seconds * 1000));
  };
};
const hourOf = shown({ hour: "2-digit", minute: "2-digit", hour12: false });
const secondsOf = shown({ hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false });
const weekdayOf = shown({ weekday: "long" });
const dateOf = shown({ day: "2-digit", month: "2-digit", year: "numeric" });
const dayOf = shown({ day: "numeric", month: "long" });

const now = () => Date.now() / 1000 + world.ahead;

function driftText() {
  const off = Math.abs(world.offset);
  if (off < 30) return say("isReal");
  const [key, n] = off >= 86400 ? ["days", off / 86400] : off >= 3600 ? ["hours", off / 3600] : ["minutes", off / 60];
  const d = say(key, { n: new Intl.NumberFormat(spoken(), { maximumFractionDigits: n < 10 ? 1 : 0 }).format(n) });
  return say(world.offset > 0 ? "sooner" : "later", { d });
}

function showClock() {
  const moment = now();
  document.getElementById("now-time").textContent = secondsOf(moment);
  document.getElementById("now-date").textContent = `${weekdayOf(moment)}, ${dateOf(moment)}`;
  document.getElementById("now").dateTime = new Date(moment * 1000).toISOString();
  document.getElementById("drift").textContent = driftText();
  document.getElementById("drift").dataset.real = String(Math.abs(world.offset) < 30);
}

function takeClock(clock) {
  world.ahead = clock.now - Date.now() / 1000;
  world.offset = clock.offset;
  world.movable = clock.movable;
  document.querySelector(".moves").hidden = !clock.movable;
  showClock();
}

// --- one dialog for all questions

const dialog = document.getElementById("dialog");

function ask(title, body, choices) {
  document.getElementById("dialog-title").textContent = title;
  document.getElementById("dialog-body").replaceChildren(...body);
  const buttons = choices.map(([value, label, kind]) =>
    make("button", { value, type: "submit", className: kind ?? "", formNoValidate: value === "" }, label));
  document.getElementById("dialog-choices").replaceChildren(...buttons);
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => dialog.addEventListener("close", () => resolve(dialog.returnValue), { once: true }));
}

function openLink(url) {
  const link = startLink(url);
  const choices = phones.map((phone) => [String(phone.place), `${say("phone", { n: phone.place })}: ${phone.owner.name}`, "choice"]);
  ask(say("openWhere"), [make("p", { className: "link-text" }, url)],
    [...choices, ["copy", say("copy")], ["", say("close"), "plain"]]).then(async (chosen) => {
    if (chosen === "copy") {
      await navigator.clipboard?.writeText(url).catch(() => {});
      phones.forEach((phone) => phone.toast(say("copied")));
    } else if (chosen) {
      const phone = phones[Number(chosen) - 1];
      choose(phone.place);
      phone.do("start", { payload: link.payload });
    }
  });
}

// --- menus that open and close

function hangMenu(button, menu, fill) {
  const close = (back) => {
    menu.hidden = true;
    button.setAttribute("aria-expanded", "false");
    if (back) button.focus();
  };
  button.addEventListener("click", () => {
    if (!menu.hidden) return close();
    menu.replaceChildren(...fill().map(([label, act, name]) => {
      const item = make("button", { type: "button", role: "menuitem", "data-testid": name }, label);
      item.addEventListener("click", () => { close(true); act(); });
      return item;
    }));
    menu.hidden = false;
    button.setAttribute("aria-expanded", "true");
    menu.querySelector("button")?.focus();
    return undefined;
  });
  menu.addEventListener("keydown", (event) => {
    const items = [...menu.querySelectorAll("button")];
    const at = items.indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) { event.preventDefault(); items[(at + step + items.length) % items.length].focus(); }
    if (event.key === "Escape") close(true);
  });
  document.addEventListener("click", (event) => {
    if (!menu.hidden && !menu.contains(event.target) && !button.contains(event.target)) close();
  });
}

// --- a phone

class Phone {
  constructor(place, ownerId) {
    this.place = place;
    this.ownerId = ownerId;
    this.messages = new Map();
    this.waiting = new Map();
    this.commands = [];
    this.keyboard = null;
    this.keysOpen = true;
    this.blocked = false;
    this.unread = 0;
    this.loads = 0;
    const root = document.getElementById("phone").content.firstElementChild.cloneNode(true);
    root.dataset.testid = `phone-${place}`;
    root.id = `phone-${place}`;
    this.root = root;
    this.part = Object.fromEntries([...root.querySelectorAll("[data-part]")].map((node) => [node.dataset.part, node]));
    this.listen();
  }

  get owner() {
    return world.people.find((person) => person.id === this.ownerId) ?? { id: this.ownerId, name: "…", note: "" };
  }

  listen() {
    const { part } = this;
    part.person.addEventListener("change", () => this.changeOwner(part.person.value));
    part.composer.addEventListener("submit", (event) => { event.preventDefault(); this.submit(); });
    part.text.addEventListener("input", () => { this.grow(); this.suggest(); });
    part.text.addEventListener("keydown", (event) => this.typed(event));
    part.menu.addEventListener("click", () => (part.commands.hidden ? this.suggest(true) : this.closeCommands()));
    part.start.addEventListener("click", () => this.do("start"));
    part.unblock.addEventListener("click", () => this.do("unblock"));
    part.keys.addEventListener("click", () => { this.keysOpen = !this.keysOpen; this.showKeyboard(); });
    part.bottom.addEventListener("click", () => this.toBottom());
    part.messages.addEventListener("scroll", () => this.scrolled());
    part["editing-stop"].addEventListener("click", () => this.stopEditing());
    new ResizeObserver(() => this.settle()).observe(part.messages);
    part.file.addEventListener("change", () => this.sendFiles());
    hangMenu(part.attach, part["attach-menu"], () => [
      [say("samplePhoto"), () => this.sendSample(1), "sample-photo"],
      [say("album"), () => this.sendSample(2), "album"],
      [say("pickPhoto"), () => this.pick("photo", "image/*"), "pick-photo"],
      [say("pickFile"), () => this.pick("document", ""), "pick-file"],
    ]);
    hangMenu(part.more, part["more-menu"], () => [
      [say("sticker"), () => this.do("sticker"), "sticker"],
      [say("voice"), () => this.do("voice"), "voice"],
      [say("forward"), () => this.do("forward", { text: say("forwardText"), name: say("forwardFrom") }), "forward"],
      [say("editLast"), () => this.startEditing(), "edit-last"],
      [say("contact"), () => this.do("contact"), "contact"],
      [say("location"), () => this.do("location"), "location"],
      [say("double"), () => { this.twice = true; this.toast(say("doubleOn")); }, "double"],
      this.blocked ? [say("unblock"), () => this.do("unblock"), "unblock-menu"] : [say("block"), () => this.do("block"), "block"],
    ]);
    document.addEventListener("click", (event) => {
      const inside = part.commands.contains(event.target) || part.menu.contains(event.target) || part.text === event.target;
      if (!inside) this.closeCommands();
    });
  }

  // --- who holds it

  async changeOwner(value) {
    let id = Number(value);
    if (value === "new") {
      const name = make("input", { name: "name", required: true, maxLength: 64, autocomplete: "off", placeholder: say("newPersonHint"), "data-testid": "new-name", "aria-label": say("newPersonHint") });
      const chosen = await ask(say("newPerson"), [name], [["ok", say("ok"), "choice"], ["", say("cancel"), "plain"]]);
      if (!chosen || !name.value.trim()) { this.showOwner(); return; }
      id = (await post("/api/people", { name: name.value })).id;
    }
    this.ownerId = id;
    remember();
    this.showOwner();
    await this.load();
  }

  showOwner() {
    const { part, owner } = this;
    const options = world.people.map((person) => make("option", { value: person.id }, person.note ? `${person.name} · ${person.note}` : person.name));
    part.person.replaceChildren(...options, make("option", { value: "new" }, say("addPerson")));
    part.person.value = String(this.ownerId);
    part.face.textContent = owner.name.split(" ").at(-1).slice(0, 1);
    part.face.dataset.shade = this.ownerId % 6;
    document.title = say("title");
    showTabs();
  }

  relabel() {
    const { part } = this;
    part["owner-label"].textContent = say("ownerOf", { n: this.place });
    this.root.setAttribute("aria-label", say("phone", { n: this.place }));
    part.messages.setAttribute("aria-label", say("chatWith", { bot: world.bot.first_name }));
    part["bot-name"].textContent = world.bot.first_name;
    part.text.placeholder = say("write");
    for (const [name, key] of [["text", "write"], ["send", "send"], ["attach", "attach"], ["more", "more"], ["keys", "keyboard"], ["bottom", "toBottom"], ["menu", "commands"]]) {
      part[name].setAttribute("aria-label", say(key));
      part[name].title = say(key);
    }
    part.start.textContent = say("start");
    part.unblock.textContent = say("unblock");
    part["editing-text"].textContent = say("editing");
    part["editing-stop"].textContent = say("cancel");
    this.showOwner();
    this.showStatus();
    this.showAll();
  }

  // --- loading and showing

  async load() {
    this.loads += 1;
    const mine = this.loads;
    const state = await get(`/api/chat/${this.ownerId}`);
    if (mine !== this.loads) return;
    this.messages = new Map(state.messages.map(({ message, outgoing }) => [message.message_id, { message, outgoing }]));
    this.commands = state.commands;
    this.keyboard = state.keyboard;
    this.blocked = state.blocked;
    this.unread = 0;
    this.waiting.clear();
    this.stopEditing();
    this.showAll();
    this.showKeyboard();
    this.toBottom();
    showTabs();
  }

  showAll() {
    const nodes = [];
    let day = "";
    for (const entry of this.messages.values()) {
      const today = dateOf(entry.message.date);
      if (today !== day) nodes.push(make("li", { className: "day" }, dayOf(entry.message.date)));
      day = today;
      nodes.push(this.bubble(entry));
    }
    this.part.messages.replaceChildren(...(nodes.length ? nodes : [this.empty()]));
    this.showFoot();
  }

  empty() {
    const about = world.bot.description || say("empty");
    return make("li", { className: "about" }, make("img", { src: "/page/icon.svg", alt: "" }), make("p", {}, about));
  }

  showFoot() {
    const { part } = this;
    const fresh = this.messages.size === 0 && !this.blocked;
    part.start.hidden = !fresh;
    part.unblock.hidden = !this.blocked;
    part.composer.hidden = fresh || this.blocked;
  }

  showStatus() {
    const { status } = this.part;
    const off = world.process === "stopped";
    status.textContent = this.blocked ? say("blockedNote") : this.typing ? say("typing") : off ? say("botOff") : say("bot");
    status.classList.toggle("typing", Boolean(this.typing) && !this.blocked);
  }

  bubble({ message, outgoing }) {
    const kind = outgoing ? "in" : "out";
    const box = make("div", { className: "bubble" });
    if (!outgoing) box.append(make("span", { className: "unseen" }, `${say("me")}: `));
    if (message.forward_origin) {
      const origin = message.forward_origin;
      box.append(make("span", { className: "forwarded" }, say("forwarded", { name: origin.sender_user_name ?? origin.sender_user?.first_name ?? "" })));
    }
    box.append(...this.content(message));
    const started = !outgoing && /^\/start \S+$/.test(message.text ?? "");
    const words = started ? "/start" : message.text ?? message.caption; // Telegram shows no payload
    if (words) {
      const act = { openLink, sendCommand: (text) => this.do("send", { text }) };
      box.append(make("div", { className: "text" }, ...formatted(words, message.entities ?? message.caption_entities, act)));
    }
    const marks = [message.has_protected_content ? "⊘ " : "", message.edit_date ? `${say("edited")} ` : "", hourOf(message.date)].join("");
    const meta = make("span", { className: "meta" }, marks);
    if (message.has_protected_content) meta.title = say("protected");
    if (!outgoing) meta.append(make("span", { className: "ticks", "aria-hidden": "true" }, " ✓✓"));
    box.append(meta);
    const item = make("li", { className: `message ${kind}`, "data-testid": "message" }, box);
    item.dataset.id = message.message_id;
    if (message.photo) item.classList.add("has-photo");
    if (message.sticker) item.classList.add("has-sticker");
    const rows = message.reply_markup?.inline_keyboard;
    if (rows) item.append(this.inlineKeys(message, rows));
    return item;
  }

  content(message) {
    const nodes = [];
    if (message.photo) {
      const largest = message.photo.at(-1);
      const address = `/api/file/${largest.file_id}`;
      const image = make("img", { src: address, alt: message.caption ?? say("photoName"), width: largest.width, height: largest.height, loading: "lazy" });
      image.addEventListener("load", () => this.settle(), { once: true });
      nodes.push(make("a", { className: "photo", href: address, target: "_blank", rel: "noopener", "data-testid": "photo" }, image));
    }
    if (message.document) {
      const { file_id: id, file_name: name, file_size: size } = message.document;
      const amount = new Intl.NumberFormat(spoken(), { maximumFractionDigits: size < 10240 ? 1 : 0 }).format(size / 1024);
      nodes.push(make("a", { className: "document", href: `/api/file/${id}`, download: name, "data-testid": "document", title: say("download") },
        make("span", { className: "document-icon" }, icon("file")), make("span", {}, make("b", {}, name), make("small", {}, `${amount} KB`))));
    }
    if (message.sticker) nodes.push(make("div", { className: "sticker", role: "img", "aria-label": say("stickerName") }, icon("thumb")));
    if (message.voice) nodes.push(make("div", { className: "voice" }, icon("mic"), make("span", { className: "wave", "aria-hidden": "true" }), `${say("voiceName")} 0:0${message.voice.duration}`));
    if (message.location) nodes.push(make("div", { className: "voice" }, icon("pin"), `${say("place")}: ${message.location.latitude}, ${message.location.longitude}`));
    if (message.contact) nodes.push(make("div", { className: "voice" }, icon("person"), `${message.contact.first_name}, +${message.contact.phone_number}`));
    return nodes;
  }

  inlineKeys(message, rows) {
    const board = make("div", { className: "inline-keys" });
    for (const row of rows) {
      const line = make("div", { className: "row" });
      for (const key of row) {
        if (key.url) {
          const anchor = make("a", { className: "key", href: key.url, target: "_blank", rel: "noopener noreferrer", "data-testid": "key" }, `${key.text} ↗`);
          if (startLink(key.url)) anchor.addEventListener("click", (event) => { event.preventDefault(); openLink(key.url); });
          line.append(anchor);
        } else {
          const button = make("button", { type: "button", className: "key", "data-testid": "key" }, key.text);
          button.dataset.code = key.callback_data ?? "";
          button.addEventListener("click", () => this.press(message.message_id, key.callback_data, button));
          line.append(button);
        }
      }
      board.append(line);
    }
    return board;
  }

  async press(messageId, data, button) {
    const times = this.twice ? 2 : 1;
    this.twice = false;
    button.setAttribute("aria-busy", "true");
    for (let i = 0; i < times; i += 1) {
      const done = await this.do("press", { message_id: messageId, data });
      if (!done) { button.removeAttribute("aria-busy"); return; }
      if (this.early === done.query_id) { button.removeAttribute("aria-busy"); continue; }
      this.waiting.set(done.query_id, button);
      setTimeout(() => this.calm(done.query_id), PRESS_MS);
    }
  }

  calm(queryId) {
    this.waiting.get(queryId)?.removeAttribute("aria-busy");
    this.waiting.delete(queryId);
  }

  showKeyboard() {
    const { part } = this;
    const rows = this.keyboard?.keyboard ?? [];
    part.keys.hidden = rows.length === 0;
    part.keys.setAttribute("aria-pressed", String(this.keysOpen));
    part.keyboard.hidden = rows.length === 0 || !this.keysOpen || this.blocked;
    part.keyboard.replaceChildren(...rows.map((row) => make("div", { className: "row" }, ...row.map((key) => {
      const label = typeof key === "string" ? key : key.text;
      const button = make("button", { type: "button", className: "reply-key", "data-testid": "reply-key" }, label);
      button.addEventListener("click", () => this.do(...(key.request_contact ? ["contact"] : key.request_location ? ["location"] : ["send", { text: label }])));
      return button;
    }))));
    this.settle();
  }

  // --- what happens

  take(event) {
    const wasLow = this.isLow();
    switch (event.type) {
      case "message": {
        const fresh = this.messages.size === 0;
        const last = [...this.messages.values()].at(-1);
        this.messages.set(event.message.message_id, { message: event.message, outgoing: event.outgoing });
        if (event.outgoing) this.typingEnds();
        if (fresh) this.showAll();
        else {
          if (dateOf(last.message.date) !== dateOf(event.message.date)) this.part.messages.append(make("li", { className: "day" }, dayOf(event.message.date)));
          this.part.messages.append(this.bubble({ message: event.message, outgoing: event.outgoing }));
        }
        if (wasLow || !event.outgoing) this.showNew(event.message.message_id);
        else this.unread += 1;
        if (event.outgoing && !this.isShown()) this.unread += 1;
        this.scrolled();
        showTabs();
        break;
      }
      case "edited": {
        const entry = { message: event.message, outgoing: event.outgoing };
        this.messages.set(event.message.message_id, entry);
        this.node(event.message.message_id)?.replaceWith(this.bubble(entry));
        if (wasLow) this.toBottom();
        break;
      }
      case "deleted":
        this.messages.delete(event.message_id);
        this.node(event.message_id)?.remove();
        break;
      case "keyboard":
        this.keyboard = event.keyboard;
        this.keysOpen = true;
        this.showKeyboard();
        break;
      case "answer":
        this.early = event.query_id;
        this.calm(event.query_id);
        if (event.text && event.alert) ask(world.bot.first_name, [make("p", {}, event.text)], [["ok", say("ok"), "choice"]]);
        else if (event.text) this.toast(event.text);
        break;
      case "action":
        this.typing = setTimeout(() => this.typingEnds(), TYPING_MS);
        this.showStatus();
        break;
      case "blocked":
        this.blocked = event.blocked;
        this.showFoot();
        this.showStatus();
        this.showKeyboard();
        break;
      default:
    }
  }

  typingEnds() {
    clearTimeout(this.typing);
    this.typing = null;
    this.showStatus();
  }

  node(id) {
    return this.part.messages.querySelector(`[data-id="${id}"]`);
  }

  toast(text) {
    const { toast } = this.part;
    toast.textContent = text;
    toast.hidden = false;
    clearTimeout(this.toastEnds);
    this.toastEnds = setTimeout(() => { toast.hidden = true; }, TOAST_MS);
  }

  // --- acts

  async do(act, data = {}) {
    try {
      return await post(`/api/act/${this.ownerId}/${act}`, data);
    } catch (error) {
      this.toast(say("failed", { why: error.message }));
      return null;
    }
  }

  async submit() {
    const { part } = this;
    const text = part.text.value;
    if (!text.trim()) return;
    part.text.value = "";
    this.grow();
    this.closeCommands();
    const link = startLink(text);
    if (this.editingOn) {
      this.stopEditing();
      await this.do("edit", { text });
    } else if (link && link.bot === world.bot.username) await this.do("start", { payload: link.payload });
    else await this.do("send", { text });
    part.text.focus();
  }

  startEditing() {
    const mine = [...this.messages.values()].filter((entry) => !entry.outgoing && entry.message.text).at(-1);
    if (!mine) return;
    this.editingOn = true;
    this.part.editing.hidden = false;
    this.part.text.value = mine.message.text;
    this.grow();
    this.part.text.focus();
  }

  stopEditing() {
    if (this.editingOn) this.part.text.value = "";
    this.editingOn = false;
    this.part.editing.hidden = true;
    this.grow();
  }

  pick(act, accept) {
    const { file } = this.part;
    this.fileAct = act;
    file.accept = accept;
    file.value = "";
    file.click();
  }

  async sendFiles() {
    const form = new FormData();
    form.append("data", JSON.stringify({ caption: this.part.text.value }));
    for (const file of this.part.file.files) form.append("file", file, file.name);
    this.part.text.value = "";
    this.grow();
    await this.do(this.fileAct ?? "document", form);
  }

  async sendSample(count) {
    const form = new FormData();
    form.append("data", JSON.stringify({ caption: this.part.text.value }));
    for (let i = 0; i < count; i += 1) form.append("file", await minutesPage(i), `so-bien-ban-${i + 1}.jpg`);
    this.part.text.value = "";
    this.grow();
    await this.do("photo", form);
  }

  // --- typing

  grow() {
    const { text } = this.part;
    text.style.height = "";
    if (text.value && text.scrollHeight) text.style.height = `${Math.min(text.scrollHeight, 132)}px`;
  }

  typed(event) {
    const items = [...this.part.commands.querySelectorAll("button")];
    if (event.key === "Escape") { this.closeCommands(); this.stopEditing(); }
    if (!this.part.commands.hidden && items.length && event.key === "ArrowDown") {
      event.preventDefault();
      items[0].focus();
    } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.submit();
    }
  }

  suggest(all = false) {
    const { commands, text, menu } = this.part;
    const typed = text.value;
    if (!all && !/^\/\w*$/.test(typed)) { this.closeCommands(); return; }
    const fitting = this.commands.filter((command) => all || `/${command.command}`.startsWith(typed.toLowerCase()));
    const items = fitting.map((command) => {
      const item = make("button", { type: "button", role: "option", "data-testid": "command" }, make("b", {}, `/${command.command}`), make("span", {}, command.description));
      item.addEventListener("click", () => { this.closeCommands(); text.value = ""; this.do("send", { text: `/${command.command}` }); });
      return item;
    });
    commands.replaceChildren(...(items.length ? items : [make("p", {}, say("noCommands"))]));
    commands.hidden = !items.length && !all;
    menu.setAttribute("aria-expanded", String(!commands.hidden));
    commands.onkeydown = (event) => {
      const at = items.indexOf(document.activeElement);
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) { event.preventDefault(); (items[at + step] ?? text).focus(); }
      if (event.key === "Escape") { this.closeCommands(); text.focus(); }
    };
  }

  closeCommands() {
    this.part.commands.hidden = true;
    this.part.menu.setAttribute("aria-expanded", "false");
  }

  // --- scrolling

  isLow() {
    const { messages } = this.part;
    return messages.scrollHeight - messages.scrollTop - messages.clientHeight < 90;
  }

  isShown() {
    return this.root.offsetParent !== null;
  }

  toBottom() {
    const { messages } = this.part;
    this.following = true;
    messages.scrollTo({ top: messages.scrollHeight, behavior: "instant" });
  }

  // A message taller than the screen is shown from its beginning, as Telegram does.
  showNew(id) {
    const { messages } = this.part;
    this.toBottom();
    const node = this.node(id);
    if (node && node.offsetHeight > messages.clientHeight) {
      this.following = false;
      messages.scrollTo({ top: node.offsetTop - 8, behavior: "instant" });
    }
  }

  settle() {
    if (this.following) this.toBottom();
  }

  scrolled() {
    const low = this.isLow();
    this.following = low;
    if (low && this.isShown()) this.unread = 0;
    this.part.bottom.hidden = low;
    this.part.unread.textContent = this.unread || "";
  }
}

// A page of the minutes book, drawn here so that no picture has to be shipped.
function minutesPage(index) {
  const canvas = make("canvas", { width: 900, height: 1200 });
  const pen = canvas.getContext("2d");
  const paper = pen.createLinearGradient(0, 0, 900, 1200);
  paper.addColorStop(0, "#fffdf3");
  paper.addColorStop(1, "#f1e7cd");
  pen.fillStyle = paper;
  pen.fillRect(0, 0, 900, 1200);
  pen.strokeStyle = "#b9cbe0";
  for (let y = 150; y < 1160; y += 52) { pen.beginPath(); pen.moveTo(40, y); pen.lineTo(860, y); pen.stroke(); }
  pen.strokeStyle = "#e29a9a";
  pen.beginPath(); pen.moveTo(120, 30); pen.lineTo(120, 1170); pen.stroke();
  pen.fillStyle = "#24407c";
  pen.font = "italic 700 50px 'Segoe Script', 'Noto Serif', 'DejaVu Serif', serif";
  pen.fillText(`${say("bookTitle")} ${index ? "(2)" : ""}`, 300, 100);
  pen.font = "italic 34px 'Segoe Script', 'Noto Serif', 'DejaVu Serif', serif";
  say("bookLines").forEach((line, at) => pen.fillText(line, 145 + (at % 3), 192 + at * 104));
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.8));
}

// --- the whole page

function remember() {
  localStorage.setItem("owners", JSON.stringify(phones.map((phone) => phone.ownerId)));
}

let chosen = 1;

function choose(place) {
  chosen = place;
  document.getElementById("phones").dataset.chosen = place;
  phones[place - 1]?.settle();
  phones[place - 1]?.scrolled();
  showTabs();
}

function showTabs() {
  const focused = document.activeElement?.dataset?.tab;
  document.getElementById("tabs").replaceChildren(...phones.map((phone) => {
    const tab = make("button", { type: "button", role: "tab", "aria-selected": String(phone.place === chosen), "aria-controls": `phone-${phone.place}`, "data-testid": `tab-${phone.place}`, tabIndex: phone.place === chosen ? 0 : -1 },
      make("span", { className: "tab-name" }, phone.owner.name.split(" ").slice(-2).join(" ")));
    tab.dataset.tab = phone.place;
    if (phone.unread && phone.place !== chosen) tab.append(make("b", { className: "count" }, String(phone.unread)));
    tab.addEventListener("click", () => choose(phone.place));
    tab.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      choose(((phone.place - 1 + step + phones.length) % phones.length) + 1);
      document.querySelector(`[data-tab="${chosen}"]`).focus();
    });
    return tab;
  }));
  if (focused) document.querySelector(`[data-tab="${focused}"]`)?.focus();
}

function showProcess() {
  const state = document.getElementById("bot-state");
  state.textContent = say(world.process);
  state.dataset.state = world.process;
  document.getElementById("bot-kill").hidden = !["running", "starting"].includes(world.process);
  document.getElementById("bot-start").hidden = world.process !== "stopped";
  phones.forEach((phone) => phone.showStatus());
}

function relabel() {
  document.documentElement.lang = spoken();
  document.querySelectorAll("[data-say]").forEach((node) => { node.textContent = say(node.dataset.say); });
  document.querySelectorAll("[data-label]").forEach((node) => node.setAttribute("aria-label", say(node.dataset.label)));
  const switcher = document.getElementById("lang");
  switcher.replaceChildren(...["vi", "en"].map((name) => make("span", { className: name === spoken() ? "on" : "" }, name.toUpperCase())));
  switcher.setAttribute("aria-label", say("language"));
  switcher.title = say("language");
  phones.forEach((phone) => phone.relabel());
  showProcess();
  showClock();
}

async function setClock() {
  const local = new Date(now() * 1000).toLocaleString("sv-SE", { timeZone: ZONE }).slice(0, 16).replace(" ", "T");
  const input = make("input", { type: "datetime-local", name: "moment", value: local, required: true, "data-testid": "clock-input", "aria-label": say("setTitle") });
  const answer = await ask(say("setTitle"), [make("p", {}, say("setHint")), input], [["ok", say("ok"), "choice"], ["", say("cancel"), "plain"]]);
  if (answer && input.value) await post("/api/clock", { set: `${input.value}:00+07:00` });
}

function listen() {
  const source = new EventSource("/api/events");
  const lost = document.getElementById("lost");
  source.addEventListener("open", () => { lost.hidden = true; refresh(); });
  source.addEventListener("error", () => { lost.hidden = false; });
  source.addEventListener("message", (message) => {
    const event = JSON.parse(message.data);
    switch (event.type) {
      case "clock": takeClock(event.clock); break;
      case "process": world.process = event.process; showProcess(); break;
      case "people": world.people = event.people; phones.forEach((phone) => phone.showOwner()); break;
      case "commands": phones.forEach((phone) => get(`/api/chat/${phone.ownerId}`).then((state) => { phone.commands = state.commands; })); refreshBot(); break;
      default: phones.filter((phone) => phone.ownerId === event.chat_id).forEach((phone) => phone.take(event));
    }
  });
}

async function refreshBot() {
  const state = await get("/api/state");
  world.bot = state.bot;
  phones.forEach((phone) => phone.messages.size || phone.showAll());
}

async function refresh() {
  const state = await get("/api/state");
  world.people = state.people;
  world.bot = state.bot;
  world.process = state.process;
  takeClock(state.clock);
  if (!phones.length) {
    const kept = JSON.parse(localStorage.getItem("owners") ?? "null") ?? FIRST;
    const known = new Set(world.people.map((person) => person.id));
    const spare = [...known];
    FIRST.forEach((first, index) => {
      const id = [kept[index], first].find((candidate) => known.has(candidate)) ?? spare[index % spare.length];
      phones.push(new Phone(index + 1, id));
    });
    document.getElementById("phones").replaceChildren(...phones.map((phone) => phone.root));
    choose(1);
  }
  relabel();
  await Promise.all(phones.map((phone) => phone.load()));
  document.body.dataset.ready = "true";
}

document.querySelectorAll("[data-move]").forEach((button) =>
  button.addEventListener("click", () => post("/api/clock", JSON.parse(button.dataset.move)).then(takeClock)));
document.getElementById("clock-set").addEventListener("click", setClock);
document.getElementById("bot-kill").addEventListener("click", () => post("/api/bot", { do: "kill" }));
document.getElementById("bot-start").addEventListener("click", () => post("/api/bot", { do: "start" }));
document.getElementById("lang").addEventListener("click", () => { speak(spoken() === "vi" ? "en" : "vi"); relabel(); });
setInterval(showClock, 1000);
listen();
