import { Agent, get } from 'node:http'

/**
 * Many walls in a process of their own: each holds one stream open and notes when it was told of which step.
 * Told over IPC where to listen; asked for latencies with the moments of the commits.
 */
type Order = { listen: { url: string; cookie: string; count: number } } | { latencies: [string, number][] }

const receipts: { steps: readonly string[]; at: number }[] = []
const agent = new Agent({ keepAlive: true, maxSockets: Infinity })
/** Walls that show the same get the same text; it is read once. */
const known = new Map<string, readonly string[]>()

function stepsIn(text: string): readonly string[] {
  let steps = known.get(text)
  if (!steps) {
    steps = (JSON.parse(text) as { steps?: string[] }).steps ?? []
    if (known.size > 200) known.clear()
    known.set(text, steps)
  }
  return steps
}

function listen(url: string, cookie: string, opened: () => void) {
  get(url, { agent, headers: { cookie, accept: 'text/event-stream' } }, (answer) => {
    if (answer.statusCode !== 200) throw new Error(`The live stream answered ${answer.statusCode}.`)
    let rest = ''
    let isFirst = true
    answer.setEncoding('utf8')
    answer.on('data', (chunk: string) => {
      const at = Date.now()
      rest += chunk
      for (let end = rest.indexOf('\n\n'); end >= 0; end = rest.indexOf('\n\n')) {
        const message = rest.slice(0, end)
        rest = rest.slice(end + 2)
        if (isFirst) {
          isFirst = false
          opened()
        }
        if (message.includes('event: figures'))
          receipts.push({ steps: stepsIn(/^data: (.*)$/m.exec(message)?.[1] ?? '{}'), at })
      }
    })
  })
}

process.on('message', (order: Order) => {
  if ('listen' in order) {
    let open = 0
    for (let index = 0; index < order.listen.count; index += 1) {
      listen(order.listen.url, order.listen.cookie, () => {
        open += 1
        if (open === order.listen.count) process.send?.({ open })
      })
    }
    return
  }
  const committed = new Map(order.latencies)
  const late: number[] = []
  for (const { steps, at } of receipts) {
    for (const step of steps) {
      const from = committed.get(step)
      if (from !== undefined) late.push(Math.max(0, at - from))
    }
  }
  late.sort((a, b) => a - b)
  const quantile = (share: number) => late[Math.min(late.length - 1, Math.floor(late.length * share))] ?? -1
  process.send?.(
    { received: late.length, p50: quantile(0.5), p95: quantile(0.95), p99: quantile(0.99) },
    () => process.exit(0),
  )
})
