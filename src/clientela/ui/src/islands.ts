// Behaviour is attached to elements that ask for it: <div data-island="rows live">. An observer starts an island when
// its element appears, however it came (page load, swap, morph), and aborts its signal when the element is gone.
import htmx from "htmx.org"

export type Island = (element: HTMLElement, signal: AbortSignal) => void

const known = new Map<string, Island>()
const running = new WeakMap<Element, Map<string, AbortController>>()

export function register(islands: Record<string, Island>): void {
  for (const [name, island] of Object.entries(islands)) known.set(name, island)
}

export function start(): void {
  each(document.documentElement, sync)
  new MutationObserver((records) => {
    for (const record of records) {
      if (record.type === "attributes") sync(record.target as HTMLElement)
      for (const node of record.removedNodes) each(node, (element) => element.isConnected || stop(element))
      for (const node of record.addedNodes) each(node, (element) => element.isConnected && arrive(element))
    }
  }).observe(document.documentElement, { childList: true, subtree: true, attributeFilter: ["data-island"] })
}

/** A key may press a button of it from now on: htmx would get to know the button only when all of the swap is done. */
function arrive(element: HTMLElement): void {
  htmx.process(element)
  sync(element)
}

function each(root: Node, visit: (element: HTMLElement) => unknown): void {
  if (!(root instanceof HTMLElement)) return
  if (root.dataset.island) visit(root)
  for (const element of root.querySelectorAll<HTMLElement>("[data-island]")) visit(element)
}

function sync(element: HTMLElement): void {
  const wanted = new Set(element.dataset.island?.split(" ").filter((name) => known.has(name)))
  const current = running.get(element) ?? new Map<string, AbortController>()
  running.set(element, current)
  for (const [name, controller] of current) {
    if (!wanted.has(name)) {
      controller.abort()
      current.delete(name)
    }
  }
  for (const name of wanted) {
    if (current.has(name)) continue
    const controller = new AbortController()
    current.set(name, controller)
    known.get(name)?.(element, controller.signal)
  }
}

function stop(element: HTMLElement): void {
  for (const controller of running.get(element)?.values() ?? []) controller.abort()
  running.delete(element)
}
