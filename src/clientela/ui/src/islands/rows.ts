// A list: j/k move the cursor, Enter opens, e edits, x selects, shift-x selects up to here, and the bulk bar shows while
// anything is selected. <table data-island="rows">, rows <tr data-id data-href>, boxes named ids of the form #bulk.
// Rows that come later (load more, morph) need nothing: all is read from the page when it is needed.
import { isShortcut, on, onHtmx } from "../dom"
import type { Island } from "../islands"

const CURSOR = "data-is-cursor"

export const rows: Island = (table, signal) => {
  let anchor: Element | null = null
  const all = () => [...table.querySelectorAll<HTMLTableRowElement>("tbody tr[data-id]")]
  const cursor = () => table.querySelector<HTMLTableRowElement>(`tr[${CURSOR}]`)
  const refresh = () => {
    for (const row of all()) row.toggleAttribute("data-is-selected", Boolean(box(row)?.checked))
    showBulk(all())
    const head = table.querySelector<HTMLInputElement>("[data-select-all]")
    const chosen = all().filter((row) => box(row)?.checked).length
    if (!head) return
    head.checked = chosen > 0 && chosen === all().length
    head.indeterminate = chosen > 0 && !head.checked
  }
  const select = (row: Element | null, state: boolean) => {
    const tick = row && box(row)
    if (tick) tick.checked = state
  }
  const selectUpTo = (row: Element, state: boolean) => {
    const list: Element[] = all()
    const [from, to] = [list.indexOf(anchor ?? row), list.indexOf(row)].sort((a, b) => a - b) as [number, number]
    for (const one of list.slice(Math.max(from, 0), to + 1)) select(one, state)
  }
  const moveTo = (row: HTMLTableRowElement | undefined) => {
    if (!row) return
    cursor()?.removeAttribute(CURSOR)
    row.setAttribute(CURSOR, "")
    row.querySelector<HTMLElement>("a")?.focus({ preventScroll: true })
    row.scrollIntoView({ block: "nearest" })
  }
  const step = (by: number) => {
    const list = all()
    const at = list.indexOf(cursor() as HTMLTableRowElement)
    moveTo(list[at < 0 ? 0 : Math.min(Math.max(at + by, 0), list.length - 1)])
    if (at + by >= list.length - 5) document.querySelector<HTMLElement>("[data-more]")?.click()
  }
  const mark = (row: HTMLTableRowElement, upTo: boolean) => {
    const state = upTo || !box(row)?.checked
    if (upTo) selectUpTo(row, true)
    else select(row, state)
    anchor = row
    refresh()
  }

  document.addEventListener("keydown", (event) => {
    if (!isShortcut(event)) return
    const row = cursor()
    const key = event.key.toLowerCase()
    if (key === "j" || (key === "arrowdown" && row)) step(1)
    else if (key === "k" || (key === "arrowup" && row)) step(-1)
    else if (key === "x" && row) mark(row, event.shiftKey)
    else if (key === "e" && row) row.querySelector(".can-edit")?.dispatchEvent(new CustomEvent("edit", { bubbles: true }))
    else if (key === "enter" && row && event.target === document.body) row.querySelector<HTMLElement>("a")?.click()
    else if (key === "escape" && chosenIn(all())) clear()
    else return
    event.preventDefault()
  }, { signal })

  const clear = () => {
    for (const row of all()) select(row, false)
    refresh()
  }
  on(table, "click", "[name=ids]", (tick, event) => {
    const row = tick.closest("tr")
    if (row && event.shiftKey) selectUpTo(row, (tick as HTMLInputElement).checked)
    anchor = row
    refresh()
  }, signal)
  // On the phone the boxes give way to the monogram.
  on(table, "click", "tr[data-id] .p-name .mono", (face) => {
    const row = face.closest("tr")
    if (row && matchMedia("(width < 48rem)").matches) mark(row, false)
  }, signal)
  on(table, "change", "[data-select-all]", (head) => {
    for (const row of all()) select(row, (head as HTMLInputElement).checked)
    refresh()
  }, signal)
  on(table, "focusin", "tr[data-id]", (row) => {
    if (row === cursor()) return
    cursor()?.removeAttribute(CURSOR)
    row.setAttribute(CURSOR, "")
  }, signal)
  on(document, "click", "#bulk [data-clear]", clear, signal)
  onHtmx("htmx:after:settle", () => {
    refresh()
    watch()
  }, signal)
  signal.addEventListener("abort", () => document.body.removeAttribute("data-is-bulk"))
  const watch = loadMore(signal)
  refresh()
  watch()
}

function box(row: Element): HTMLInputElement | null {
  return row.querySelector<HTMLInputElement>("input[name=ids]")
}

function chosenIn(all: HTMLTableRowElement[]): number {
  return all.filter((row) => box(row)?.checked).length
}

function showBulk(all: HTMLTableRowElement[]): void {
  const bar = document.getElementById("bulk")
  const count = bar?.querySelector<HTMLElement>("[data-count]")
  const chosen = chosenIn(all)
  if (!bar || !count) return
  bar.hidden = chosen === 0
  // An attribute, not :has(): that would restyle the whole page at every change of it.
  document.body.toggleAttribute("data-is-bulk", chosen > 0)
  count.textContent = (count.dataset.count ?? "{n}").replace("{n}", chosen.toLocaleString(document.documentElement.lang))
}

/** Presses "load more" a screen before it comes into sight. Returns what looks for the present button. */
function loadMore(signal: AbortSignal): () => void {
  const observer = new IntersectionObserver((entries) => {
    for (const entry of entries) if (entry.isIntersecting) (entry.target as HTMLElement).click()
  }, { rootMargin: "600px" })
  signal.addEventListener("abort", () => observer.disconnect())
  return () => {
    observer.disconnect()
    const button = document.querySelector("[data-more]")
    if (button) observer.observe(button)
  }
}
