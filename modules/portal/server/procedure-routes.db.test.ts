import { describe, expect } from 'vitest'
import { dbTest } from '#testing/db-test.ts'
import { aSmallCity } from '#testing/small-city.ts'
import { openPortal } from './visitor.test-builder.ts'

describe('procedures', () => {
  dbTest('are found without diacritics, and what was searched is shown as text', async ({ db, clock }) => {
    const { visitor, close } = await openPortal((await aSmallCity(db, clock)).portal)
    expect((await visitor().get('/thu-tuc?q=dang+ky+khai+sinh')).html).toContain('/thu-tuc/1.001193')
    const odd = await visitor().get(
      `/thu-tuc?q=${encodeURIComponent('"><script>alert(1)</script>')}&page=-3&field=x`,
    )
    expect(odd.status).toBe(200)
    expect(odd.html).not.toContain('<script>alert')
    expect(odd.html).toContain('Không tìm thấy thủ tục nào')
    await close()
  })

  dbTest('are read with time and fee per channel, papers and what the State knows', async ({ db, clock }) => {
    const { visitor, close } = await openPortal((await aSmallCity(db, clock)).portal)
    const { html } = await visitor().get('/thu-tuc/1.001193')
    for (const words of [
      'Đăng ký khai sinh',
      'Trực tuyến',
      'Không thu',
      '1 bản chính',
      'Nhà nước đã có, không phải nộp',
      'Luật Hộ tịch',
      'href="/nop-ho-so/1.001193"',
    ])
      expect(html).toContain(words)
    expect((await visitor().get('/thu-tuc/9.999999')).status).toBe(404)
    await close()
  })

  dbTest('are shown in English when asked, and the choice is remembered', async ({ db, clock }) => {
    const { visitor, close } = await openPortal((await aSmallCity(db, clock)).portal)
    const reader = visitor()
    expect((await reader.get('/?lang=en')).html).toContain('<html lang="en">')
    expect((await reader.get('/thu-tuc')).html).toContain('Find a procedure')
    expect((await reader.get('/?lang=vi')).html).toContain('<html lang="vi">')
    await close()
  })

  dbTest('come with a page small enough for a slow line', async ({ db, clock }) => {
    const { visitor, close } = await openPortal((await aSmallCity(db, clock)).portal)
    const reader = visitor()
    const page = await reader.get('/thu-tuc/1.001193')
    const own = [...page.html.matchAll(/\/tai-nguyen\/[\w.-]+\.(?:css|js)/g)].map(([address]) => address)
    const files = await Promise.all([...new Set(own)].map((address) => reader.get(address)))
    for (const file of files) expect(file.headers['cache-control']).toContain('immutable')
    const script = files.filter((file) => String(file.headers['content-type']).startsWith('text/javascript'))
    expect(script.reduce((sum, file) => sum + file.body.length, 0)).toBeLessThan(60_000)
    expect(files.reduce((sum, file) => sum + file.body.length, page.body.length)).toBeLessThan(150_000)
    expect(page.html).not.toMatch(/<script(?![^>]*src=)/)
    await close()
  })
})
