// The frame: folding, the phone's drawer, the theme, which page is current, recently opened records.
// Folding, theme and recent ids are cookies, so that the server draws them right at once.
import { on, onHtmx, recall, remember, sheet } from "../dom"
import type { Island } from "../islands"

const RECENT = 6
const THEMES: Record<string, string> = { light: "clientela", dark: "clientela-dark" }

export const frame: Island = (body, signal) => {
  if (/Mac|iP/.test(navigator.platform)) document.documentElement.setAttribute("data-is-mac", "")
  folding(body, signal)
  drawer(body, signal)
  themes(body, signal)
  onHtmx("htmx:after:settle", arrive, signal)
  arrive()
}

function folding(body: HTMLElement, signal: AbortSignal): void {
  on(body, "change", "#fold", (box) => remember("nav", (box as HTMLInputElement).checked ? "folded" : ""), signal)
  const groups = () => [...document.querySelectorAll<HTMLDetailsElement>("details[data-group]")]
  const store = (event: Event) => {
    if (!(event.target as Element).matches("details[data-group]")) return
    const closed = groups().filter((group) => !group.open)
    remember("closed", closed.map((group) => group.dataset.group).join("-"))
  }
  // toggle does not bubble
  document.addEventListener("toggle", store, { capture: true, signal })
}

function drawer(body: HTMLElement, signal: AbortSignal): void {
  const root = () => document.querySelector<HTMLElement>(".frame")
  const set = (open: boolean) => {
    root()?.toggleAttribute("data-is-open", open)
    document.querySelector(".frame-top [data-drawer]")?.setAttribute("aria-expanded", String(open))
    if (open) document.querySelector<HTMLElement>("#nav a")?.focus()
  }
  const isOpen = () => Boolean(root()?.hasAttribute("data-is-open"))
  on(body, "click", "[data-drawer]", () => set(!isOpen()), signal)
  body.addEventListener("click", (event) => {
    const target = event.target as Element
    const outside = !target.closest("#nav, [data-drawer]")
    if (isOpen() && (outside || target.closest("#nav a"))) set(false)
  }, { signal })
  body.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && isOpen()) set(false)
  }, { signal })
}

function themes(body: HTMLElement, signal: AbortSignal): void {
  on(body, "click", "[data-theme-choice]", (button) => {
    const choice = button.dataset.themeChoice ?? "system"
    const name = THEMES[choice]
    if (name) document.documentElement.dataset.theme = name
    else delete document.documentElement.dataset.theme
    for (const other of document.querySelectorAll("[data-theme-choice]")) {
      other.setAttribute("aria-checked", String(other === button))
    }
    remember("theme", choice)
    button.closest<HTMLElement>("[popover]")?.hidePopover()
  }, signal)
}

function arrive(): void {
  markCurrent()
  const name = document.getElementById("page-name")
  if (name) name.textContent = sheet()?.dataset.place ?? ""
  const page = sheet()
  if (page?.dataset.record) addRecent(page.dataset.record, page)
}

function markCurrent(): void {
  const links = [...document.querySelectorAll<HTMLAnchorElement>("a[data-nav]")]
  const reach = (link: HTMLAnchorElement) => {
    const path = new URL(link.href).pathname
    return path === location.pathname || (path !== "/" && location.pathname.startsWith(path)) ? path.length : 0
  }
  const best = Math.max(0, ...links.map(reach))
  for (const link of links) {
    if (best && reach(link) === best) link.setAttribute("aria-current", "page")
    else link.removeAttribute("aria-current")
  }
}

function addRecent(key: string, page: HTMLElement): void {
  const list = document.getElementById("recent")
  const pinned = document.querySelector(`#pinned [data-shortcut="${CSS.escape(key)}"]`)
  if (!list || pinned) return
  const keys = [key, ...recall("recent").split("~").filter((other) => other && other !== key)].slice(0, RECENT)
  remember("recent", keys.join("~"))
  const entry = list.querySelector(`[data-shortcut="${CSS.escape(key)}"]`) ?? drawn(key, page)
  list.querySelector(".nav-label")?.after(entry)
  for (const extra of [...list.querySelectorAll("[data-shortcut]")].slice(RECENT)) extra.remove()
  list.hidden = false
}

function drawn(key: string, page: HTMLElement): HTMLElement {
  const template = document.getElementById("shortcut") as HTMLTemplateElement
  const link = template.content.firstElementChild?.cloneNode(true) as HTMLAnchorElement
  const face = link.querySelector(".mono")
  link.href = location.pathname
  link.dataset.shortcut = key
  link.querySelector("bdi")?.append(page.dataset.label ?? "")
  face?.append(page.dataset.initials ?? "")
  if (page.dataset.tint) face?.classList.add("mono-p", page.dataset.tint)
  return link
}
