// Builds static/: main.js, theme.css and icons.svg under names that carry their content's hash, the compressed
// copies the server hands out, and manifest.json (logical name -> built name), which `static()` in templates reads.
import { createHash } from "node:crypto"
import { mkdir, readFile, readdir, rename, rm, stat, watch, writeFile } from "node:fs/promises"
import { dirname, join, relative } from "node:path"
import { fileURLToPath } from "node:url"
import { brotliCompressSync, constants, gzipSync } from "node:zlib"
import { compile, optimize } from "@tailwindcss/node"
import { Scanner } from "@tailwindcss/oxide"
import * as esbuild from "esbuild"
import { world } from "./world.mjs"

const here = dirname(fileURLToPath(import.meta.url))
const root = dirname(here)
const out = join(here, "static")
const AN_HOUR = 3_600_000
const skipped = new Set(["node_modules", "static", "migrations", "__pycache__", "tests"])

async function* walk(folder) {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) {
      if (!skipped.has(entry.name)) yield* walk(path)
    } else yield path
  }
}

async function sources() {
  const found = []
  for await (const path of walk(root)) {
    if (/\.(html|py|ts)$/.test(path)) found.push({ path, text: await readFile(path, "utf8") })
  }
  return found
}

async function script() {
  const built = await esbuild.build({
    entryPoints: [join(here, "src/main.ts")],
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    legalComments: "none",
    write: false,
  })
  return Buffer.from(built.outputFiles[0].contents)
}

async function style(files) {
  const entry = join(here, "src/theme.css")
  const compiler = await compile(await readFile(entry, "utf8"), { base: dirname(entry), onDependency() {} })
  const scanned = files.filter(({ path }) => !path.endsWith(".py"))
  const candidates = new Scanner({}).scanFiles(
    scanned.map(({ path, text }) => ({ content: text, extension: path.split(".").pop() })),
  )
  const css = optimize(compiler.build(candidates), { minify: true }).code
  // Nothing here is switched by a box in the page, and a :has() at the root has every keystroke restyle the whole page.
  return Buffer.from(css.replace(/:root:has\(input\.theme-controller[^)]*\),/g, ""))
}

/** Names given to icon() must exist; a quoted word in a template counts when it happens to be an icon's name. */
function iconsNamed(files, known) {
  const names = new Set()
  for (const { path, text } of files) {
    for (const match of text.matchAll(/\bicon(?:\(\s*|\s*[=:]\s*)["']([a-z][a-z0-9-]*)["']/g)) names.add(match[1])
    if (!path.endsWith(".html")) continue
    for (const match of text.matchAll(/["']([a-z][a-z0-9-]*)["']/g)) if (known.has(match[1])) names.add(match[1])
  }
  return names
}

async function sprite(files) {
  const folder = join(here, "node_modules/lucide-static/icons")
  const names = iconsNamed(files, new Set((await readdir(folder)).map((file) => file.replace(".svg", ""))))
  for (const line of (await readFile(join(here, "src/icons.txt"), "utf8")).split("\n")) {
    if (line && !line.startsWith("#")) names.add(line.trim())
  }
  const symbols = []
  for (const name of [...names].sort()) {
    const svg = await readFile(join(folder, `${name}.svg`), "utf8").catch(() => {
      throw new Error(`lucide has no icon called “${name}”`)
    })
    const shapes = svg.replace(/<!--[\s\S]*?-->/g, "").match(/<svg[^>]*>([\s\S]*)<\/svg>/)[1]
    symbols.push(`<symbol id="${name}" viewBox="0 0 24 24">${shapes.replace(/\s+/g, " ").replace(/> </g, "><").trim()}</symbol>`)
  }
  return Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`)
}

async function emit(name, content, manifest) {
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 10)
  const built = name.replace(/\.(\w+)$/, `-${hash}.$1`)
  const brotli = brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: content.length } })
  await writeFile(join(out, built), content)
  await writeFile(join(out, `${built}.br`), brotli)
  await writeFile(join(out, `${built}.gz`), gzipSync(content, { level: 9 }))
  manifest[name] = built
  console.log(`${built}  ${content.length} B, ${brotli.length} B compressed`)
}

async function build() {
  const files = await sources()
  const favicon = await readFile(join(here, "src/favicon.svg"))
  const parts = { "favicon.svg": favicon, "main.js": await script(), "theme.css": await style(files), "icons.svg": await sprite(files), "world.svg": await world(here) }
  await mkdir(out, { recursive: true })
  const manifest = {}
  for (const [name, content] of Object.entries(parts)) await emit(name, content, manifest)
  // The manifest changes in one step, and old files stay for a while: a running server knows only those.
  await writeFile(join(out, "manifest.new"), `${JSON.stringify(manifest, null, 2)}\n`)
  await rename(join(out, "manifest.new"), join(out, "manifest.json"))
  const kept = new Set(["manifest.json", ...Object.values(manifest).flatMap((name) => [name, `${name}.br`, `${name}.gz`])])
  for (const file of await readdir(out)) {
    const { mtimeMs } = await stat(join(out, file))
    if (!kept.has(file) && Date.now() - mtimeMs > AN_HOUR) await rm(join(out, file))
  }
}

await build()
if (process.argv.includes("--watch")) {
  for await (const { filename } of watch(root, { recursive: true })) {
    const path = relative(root, join(root, filename ?? ""))
    if (/\.(html|py|ts|css|txt)$/.test(path) && !/node_modules|static\//.test(path)) {
      await build().catch((error) => console.error(error.message))
    }
  }
}
