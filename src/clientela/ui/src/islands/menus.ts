// Menus are native popovers; this adds what the pattern asks of the keyboard, and closes them when something is chosen.
import { on } from "../dom"

const ITEMS = "[role^=menuitem]:not([disabled])"

export function menus(): void {
  document.addEventListener("toggle", (event) => {
    const menu = event.target as HTMLElement
    if (!menu.matches?.("[role=menu]")) return
    for (const opener of document.querySelectorAll(`[popovertarget="${menu.id}"]`)) {
      opener.setAttribute("aria-expanded", String((event as ToggleEvent).newState === "open"))
    }
    if ((event as ToggleEvent).newState === "open") items(menu)[0]?.focus({ preventScroll: true })
  }, { capture: true })
  on(document, "keydown", "[role=menu]", (menu, event) => {
    const moved = move(items(menu), document.activeElement, event.key)
    if (!moved) return
    event.preventDefault()
    moved.focus()
  })
  on(document, "click", `[role=menu] ${ITEMS}`, (item) => item.closest<HTMLElement>("[popover]")?.hidePopover())
}

function items(menu: HTMLElement): HTMLElement[] {
  return [...menu.querySelectorAll<HTMLElement>(ITEMS)]
}

function move(all: HTMLElement[], current: Element | null, key: string): HTMLElement | undefined {
  const at = all.indexOf(current as HTMLElement)
  if (key === "ArrowDown") return all[(at + 1) % all.length]
  if (key === "ArrowUp") return all[(at - 1 + all.length) % all.length]
  if (key === "Home") return all[0]
  if (key === "End") return all.at(-1)
  if (key.length !== 1) return undefined
  const rest = [...all.slice(at + 1), ...all.slice(0, at + 1)]
  return rest.find((item) => item.textContent?.trim().toLowerCase().startsWith(key.toLowerCase()))
}
