// A board: cards <article class="deal" data-id data-move="/…/stage/"> in columns <section class="stage" data-stage>.
// Drag with mouse or finger (held for a moment); with keys: j/k and arrows go from card to card, [ and ] or shift-arrows
// move the card a stage; data-row="7" on a board that wraps into rows lets shift-up and -down move it a row. The card moves at once and POSTs stage=<key> to data-move; the answer brings toast and sums as
// partials. Refused: the card goes back. Tells of a move by the event "move" with {id, from, to}.
import { ajax, isShortcut, on, onHtmx } from "../dom"
import type { Island } from "../islands"
import { lift } from "./lift"

export const board: Island = (element, signal) => {
  const stages = () => [...element.querySelectorAll<HTMLElement>(".stage[data-stage]")]

  on(element, "pointerdown", ".deal[data-move]", (card, event) => {
    if (event.button !== 0 || (event.target as Element).closest("button, input")) return
    lift(element, card, event, (stage, next) => void move(card, stage, next))
  }, signal)
  // Links in cards would otherwise be dragged as links.
  element.addEventListener("dragstart", (event) => event.preventDefault(), { signal })

  document.addEventListener("keydown", (event) => {
    if (!isShortcut(event)) return
    const card = document.activeElement?.closest<HTMLElement>(".deal") ?? null
    const by = stageStep(event, Number(element.dataset.row ?? 0))
    if (by && card) void shift(card, by)
    else if (!focusNext(stages(), card, event.key)) return
    event.preventDefault()
  }, { signal })

  const shift = async (card: HTMLElement, by: number) => {
    const all = stages()
    const to = all[all.indexOf(card.closest(".stage") as HTMLElement) + by]
    if (!to || !card.dataset.move) return
    const moved = move(card, to, firstCard(to))
    focus(card)
    await moved
  }
}

function stageStep(event: KeyboardEvent, row: number): number {
  if (event.shiftKey && row && event.key === "ArrowDown") return row
  if (event.shiftKey && row && event.key === "ArrowUp") return -row
  const isRtl = document.documentElement.dir === "rtl"
  const [back, on] = isRtl ? ["ArrowRight", "ArrowLeft"] : ["ArrowLeft", "ArrowRight"]
  if (event.key === "]" || (event.shiftKey && event.key === on)) return 1
  if (event.key === "[" || (event.shiftKey && event.key === back)) return -1
  return 0
}

async function move(card: HTMLElement, stage: HTMLElement, next: Element | null): Promise<void> {
  const from = card.closest<HTMLElement>(".stage")
  const place = card.nextElementSibling
  if (!from || from === stage) return
  stage.insertBefore(card, next ?? stage.querySelector(":scope > [data-after-cards]"))
  card.setAttribute("data-is-waiting", "")
  const stop = new AbortController()
  let status = 0
  onHtmx("htmx:after:request", ({ ctx }) => {
    if (ctx.sourceElement === card) status = ctx.response?.status ?? 0
  }, stop.signal)
  await ajax("POST", card.dataset.move ?? "", { source: card, target: card, swap: "none", values: { stage: stage.dataset.stage ?? "" } })
  stop.abort()
  card.removeAttribute("data-is-waiting")
  if (status >= 200 && status < 300) {
    const detail = { id: card.dataset.id, from: from.dataset.stage, to: stage.dataset.stage }
    card.dispatchEvent(new CustomEvent("move", { bubbles: true, detail }))
  } else if (card.isConnected) {
    const hadFocus = card.contains(document.activeElement)
    from.insertBefore(card, place?.parentElement === from ? place : firstCard(from))
    if (hadFocus) focus(card)
  }
}

function firstCard(stage: Element): Element | null {
  return stage.querySelector(":scope > .deal")
}

function focus(card: Element | null | undefined): void {
  const link = card?.querySelector<HTMLElement>("a")
  link?.focus({ preventScroll: true })
  card?.scrollIntoView({ block: "nearest", inline: "nearest" })
}

/** Goes to a neighbouring card; false when the key means nothing here. */
function focusNext(stages: HTMLElement[], card: HTMLElement | null, key: string): boolean {
  const column = card?.closest<HTMLElement>(".stage") ?? stages.find(firstCard)
  const cards = [...(column?.querySelectorAll(":scope > .deal") ?? [])]
  const at = card ? cards.indexOf(card) : -1
  if (key === "j" || (key === "ArrowDown" && card)) focus(cards[Math.min(at + 1, cards.length - 1)])
  else if (key === "k" || (key === "ArrowUp" && card)) focus(cards[Math.max(at - 1, 0)])
  else if ((key === "ArrowRight" || key === "ArrowLeft") && card) focus(beside(stages, column, at, key === "ArrowRight"))
  else return false
  return true
}

function beside(stages: HTMLElement[], column: HTMLElement | undefined, at: number, onward: boolean): Element | undefined {
  const rest = onward ? stages.slice(stages.indexOf(column as HTMLElement) + 1) : stages.slice(0, stages.indexOf(column as HTMLElement)).reverse()
  const cards = [...(rest.find(firstCard)?.querySelectorAll(":scope > .deal") ?? [])]
  return cards[Math.min(at, cards.length - 1)]
}
