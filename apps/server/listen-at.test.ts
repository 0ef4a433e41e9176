import { expect, test } from 'vitest'
import { listenAt } from './listen-at.ts'

const place = { host: '127.0.0.1', port: 8080 }

function failing(error: Error) {
  return { listen: () => Promise.reject(error) }
}

test.each([
  ['EADDRINUSE', 'server.port_taken', /PORT=8081/],
  ['EACCES', 'server.port_forbidden', /8080/],
  ['EADDRNOTAVAIL', 'server.host_unknown', /127\.0\.0\.1/],
  ['ENOTFOUND', 'server.host_unknown', /HOST/],
])(
  'a place that cannot be listened at (%s) is refused with the setting to change',
  async (code, refused, mend) => {
    const error = Object.assign(new Error('no'), { code })
    await expect(listenAt(failing(error), place)).rejects.toMatchObject({
      code: refused,
      vi: expect.stringMatching(mend),
      en: expect.stringMatching(mend),
    })
  },
)

test('any other failure to listen stays what it was', async () => {
  const bug = new Error('a bug')
  await expect(listenAt(failing(bug), place)).rejects.toBe(bug)
})
