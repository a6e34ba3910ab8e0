// The way through a list, record by record. Following a link of #table or of a board's column leaves behind (in this tab)
// which records stood there and where more of them are; the record's page shows the place in it and its neighbours:
// <nav data-island="trail" data-slug data-id data-of="{n} of {all}"> with [data-back], [data-onward], [data-place].
// j and ] go on, k and [ go back. At the end of what the list had loaded, its next rows are asked for, by its own cursor.
import { isShortcut, on, onHtmx } from "../dom"
import type { Island } from "../islands"
import { visit } from "./travel"

type Trail = { slug: string; from: string; ids: string[]; more: string; count: string }
const KEY = "trail"

/** Once for the document. */
export function trails(): void {
  on(document, "click", "#table tr[data-id] a, .stage .deal[data-id] a", (link) => {
    const one = link.closest<HTMLElement>("[data-id]")
    const slug = location.pathname.split("/")[1] ?? ""
    if (!one || new URL((link as HTMLAnchorElement).href).pathname !== path(slug, one.dataset.id ?? "")) return
    const all = one.closest("#table, .stage")?.querySelectorAll<HTMLElement>("[data-id]") ?? []
    const ids = [...all].map((other) => other.dataset.id ?? "")
    const more = document.querySelector<HTMLAnchorElement>("#more [data-more]")?.getAttribute("href") ?? ""
    const isBoard = Boolean(one.closest(".stage"))
    const count = isBoard ? "" : document.getElementById("count")?.dataset.number ?? ""
    keep({ slug, from: location.pathname + location.search, ids, more: isBoard ? "" : more, count })
  })
}

export const trail: Island = (element, signal) => {
  const { slug = "", id = "" } = element.dataset
  const found = (): Trail | null => {
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "null") as Trail | null
    return kept?.slug === slug && kept.ids.includes(id) ? kept : null
  }
  const fill = async () => {
    let way = found()
    if (way && way.ids.at(-1) === id && way.more) way = (await longer(way)) ?? way
    if (!way || signal.aborted) return
    const at = way.ids.indexOf(id)
    point(element, "[data-back]", way, at - 1)
    point(element, "[data-onward]", way, at + 1)
    const all = way.count || `${way.ids.length}${way.more ? "+" : ""}`
    const place = element.querySelector("[data-place]")
    if (place) place.textContent = (element.dataset.of ?? "").replace("{n}", (at + 1).toLocaleString(document.documentElement.lang)).replace("{all}", all)
    element.setAttribute("data-is-on", "")
    document.querySelector("[data-crumb]")?.setAttribute("href", way.from)
  }
  document.addEventListener("keydown", (event) => {
    if (!isShortcut(event)) return
    const step = ["j", "]"].includes(event.key) ? "[data-onward]" : ["k", "["].includes(event.key) ? "[data-back]" : ""
    const href = step && element.querySelector(step)?.getAttribute("href")
    if (!href) return
    event.preventDefault()
    visit(href)
  }, { signal })
  // The crumb is not spared when the page is made fresh.
  onHtmx("htmx:after:settle", () => void fill(), signal)
  void fill()
}

const path = (slug: string, id: string): string => `/${slug}/${id}/`

function keep(way: Trail): void {
  sessionStorage.setItem(KEY, JSON.stringify(way))
}

function point(element: HTMLElement, which: string, way: Trail, at: number): void {
  const link = element.querySelector<HTMLAnchorElement>(which)
  const id = way.ids[at]
  link?.toggleAttribute("aria-disabled", !id)
  if (id) link?.setAttribute("href", path(way.slug, id))
  else link?.removeAttribute("href")
}

/** The trail with the next rows of its list. */
async function longer(way: Trail): Promise<Trail | null> {
  const answer = await fetch(way.more, { headers: { "HX-Request": "true", "HX-Target": "div#more" } }).catch(() => null)
  if (!answer?.ok) return null
  const text = await answer.text()
  const ids = [...text.matchAll(/<tr id="row-[^"]*" data-id="([^"]*)"/g)].map((match) => match[1] ?? "")
  const more = /href="([^"]*)" data-more/.exec(text)?.[1]?.replaceAll("&amp;", "&") ?? ""
  const next = { ...way, ids: [...way.ids, ...ids.filter((id) => !way.ids.includes(id))], more }
  keep(next)
  return next
}
