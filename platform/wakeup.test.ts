import { createServer, type AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { createWakeup } from './wakeup.ts'

const EVERY_MS = 30
const ATTEMPTS = 9

test('a database that stays away is asked again at one pace, however long', async () => {
  let attempts = 0
  let enough = () => {}
  const came = new Promise<void>((done) => (enough = done))
  const away = createServer((socket) => {
    socket.destroy()
    if (++attempts === ATTEMPTS) enough()
  })
  await new Promise<void>((done) => away.listen(0, '127.0.0.1', done))
  const { port } = away.address() as AddressInfo
  const begun = performance.now()
  const wakeup = createWakeup(`postgres://nobody@127.0.0.1:${port}/none`, undefined, EVERY_MS)
  await came
  // Each pause is waited for: attempts that breed attempts would be here after three of them.
  expect(performance.now() - begun).toBeGreaterThan((ATTEMPTS - 2) * EVERY_MS)
  await wakeup.close()
  await new Promise((done) => away.close(done))
})
