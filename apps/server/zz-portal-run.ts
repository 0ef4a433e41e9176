import { startServer } from './zz-portal-start.ts'
const running = await startServer()
console.log(running.address)
for (const signal of ['SIGINT','SIGTERM'] as const) process.on(signal, () => void running.stop().then(() => process.exit(0)))
