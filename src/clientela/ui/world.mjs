// The outlines of countries as one drawing: <path id="PL" …> in a group "land", from Natural Earth (public domain) as
// packed by world-atlas. Projected here (Equal Earth), in units that engine/places/projection.py knows too.
import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { geoEqualEarth, geoPath } from "d3-geo"
import { feature } from "topojson-client"
import { presimplify, quantile, simplify } from "topojson-simplify"
import { LETTERS } from "./countries.mjs"

const WIDTH = 10_000
// Of the points of the 1:50m outlines so many are left out: those that nobody would see missing.
const LEFT_OUT = 0.45
const UNNUMBERED = { Kosovo: "XK" }

export async function world(here) {
  const topology = JSON.parse(await readFile(join(here, "node_modules/world-atlas/countries-50m.json"), "utf8"))
  const weighed = presimplify(topology)
  const { features } = feature(simplify(weighed, quantile(weighed, LEFT_OUT)), weighed.objects.countries)
  const projection = geoEqualEarth().fitWidth(WIDTH, { type: "Sphere" })
  const path = geoPath(projection)
  const [, [, height]] = path.bounds({ type: "Sphere" })
  const shapes = features.map((one) => shape(one, path)).filter(Boolean)
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${Math.round(height)}"><g id="land">${shapes.join("")}</g></svg>`,
  )
}

function shape(one, path) {
  const code = LETTERS[one.id] ?? UNNUMBERED[one.properties.name]
  const outline = code === "AQ" ? "" : relative(path(one) ?? "")
  return outline && `<path${code ? ` id="${code}"` : ""} vector-effect="non-scaling-stroke" d="${outline}"/>`
}

/** Whole numbers, each point told from the one before: half the size. */
function relative(d) {
  return d
    .split("Z")
    .map((ring) => {
      const points = ring.split(/[ML]/).slice(1).map((pair) => pair.split(",").map((text) => Math.round(Number(text))))
      const steps = points.slice(1).map(([x, y], at) => [x - points[at][0], y - points[at][1]])
      const moved = steps.filter(([x, y]) => x || y)
      return moved.length < 2 ? "" : `M${points[0].join(" ")}l${moved.map((step) => step.join(" ")).join(" ")}z`.replace(/ -/g, "-")
    })
    .join("")
}
