// Keeps an element as fresh as the server: data-topics="deal:… jobs", data-live-url. When a topic changes the element is
// fetched again and morphed; without a URL the whole sheet is. All elements share one EventSource on
// /live?topics=…, whose messages carry the topic that changed as "topic" of a JSON object (see engine/live).
// Nothing is fetched while somebody is typing in it. A hidden page does not listen at all, because browsers allow
// six connections to a server over all tabs; when it is shown again it asks for what it missed.
import { ajax, debounced, sheet } from "../dom"
import type { Island } from "../islands"
import { refresh } from "./travel"

const SETTLE = 150
const LATER = 2_000
const following = new Map<HTMLElement, () => void>()
const heard = new Map<string, number>()
let source: EventSource | null = null
let followed = ""
let position = ""

export const live: Island = (element, signal) => {
  following.set(element, debounced(SETTLE, () => freshen(element)))
  connect()
  // What was told while this element was on its way from the server may not be in it.
  if (topicsOf(element).some((topic) => performance.now() - (heard.get(topic) ?? -LATER) < LATER)) following.get(element)?.()
  signal.addEventListener("abort", () => {
    following.delete(element)
    connect()
  })
}

const topicsOf = (element: HTMLElement): string[] => (element.dataset.topics ?? "").split(/[\s,]+/).filter(Boolean)

const connect = debounced(50, () => {
  const all = [...new Set([...following.keys()].flatMap(topicsOf))].sort()
  const topics = document.hidden ? "" : all.join(",")
  if (topics === followed) return
  followed = topics
  source?.close()
  source = topics ? open(topics) : null
})
document.addEventListener("visibilitychange", connect)

function open(topics: string): EventSource {
  const after = position ? `&after=${encodeURIComponent(position)}` : ""
  const opened = new EventSource(`/live?topics=${encodeURIComponent(topics)}${after}`)
  const listen = (type: string, act: (data: string) => void) =>
    opened.addEventListener(type, ({ data, lastEventId }: MessageEvent<string>) => {
      position = lastEventId
      act(data)
    })
  // A job may have ended between the drawing of the page and the first listening.
  listen("hello", () => after || hear("jobs"))
  listen("message", (data) => hear((JSON.parse(data) as { topic: string }).topic))
  // The server lost track of what was told: it restarted, or too much happened at once.
  listen("reset", () => following.forEach((act) => act()))
  return opened
}

function hear(topic: string): void {
  heard.set(topic, performance.now())
  for (const [element, act] of following) if (topicsOf(element).includes(topic)) act()
}

function freshen(element: HTMLElement): void {
  const url = element.dataset.liveUrl
  if (isBusy(url ? element : (sheet() ?? element))) {
    setTimeout(() => following.get(element)?.(), LATER)
    return
  }
  if (url) void ajax("GET", url + shown(element, url), { source: element, target: element, swap: element.dataset.liveSwap ?? "innerMorph" })
  else refresh()
}

/** data-live-count=".deal": as many as were loaded so far are asked for again, so that nothing vanishes under the reader. */
function shown(element: HTMLElement, url: string): string {
  const { liveCount } = element.dataset
  return liveCount ? `${url.includes("?") ? "&" : "?"}limit=${element.querySelectorAll(liveCount).length}` : ""
}

/** Whether somebody is typing or dragging in it, or has left something there that is not sent yet. */
function isBusy(root: HTMLElement): boolean {
  if (root.matches(":has(form.edit, :is(input:not([type=checkbox]), textarea):focus, [data-is-lifted])")) return true
  const typed = root.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("textarea, input:is([type=text], :not([type]))")
  return [...typed].some((one) => one.value !== one.defaultValue)
}
