import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'

export type Metrics = ReturnType<typeof createMetrics>

/** What `/metrics` shows, in the names Prometheus expects. */
export function createMetrics() {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, prefix: 'thanglong_' })
  const http = new Histogram({
    name: 'thanglong_http_seconds',
    help: 'Time to answer, by route and status',
    labelNames: ['route', 'method', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers: [registry],
  })
  const wakeups = new Counter({
    name: 'thanglong_steps_total',
    help: 'Case steps committed by this process',
    registers: [registry],
  })
  function gauge(name: string, help: string, read: () => number) {
    new Gauge({
      name: `thanglong_${name}`,
      help,
      registers: [registry],
      collect() {
        this.set(read())
      },
    })
  }
  return { http, wakeups, gauge, text: () => registry.metrics(), type: registry.contentType }
}
