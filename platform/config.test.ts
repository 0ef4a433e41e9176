import { describe, expect, test } from 'vitest'
import { loadConfig } from './config.ts'

describe('e-mail settings', () => {
  test('without a mail server no e-mail is sent', () => {
    expect(loadConfig({}).mail).toBeUndefined()
  })

  test('a mail server needs a right address and somebody it is from', () => {
    expect(loadConfig({ SMTP_URL: 'smtp://mail:25', SMTP_FROM: 'motcua@example.vn' }).mail).toEqual({
      url: 'smtp://mail:25',
      from: 'motcua@example.vn',
    })
    expect(() => loadConfig({ SMTP_URL: 'mail.example.vn' })).toThrow(/SMTP_URL.*\n.*SMTP_FROM/)
  })
})
