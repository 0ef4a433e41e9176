import { create } from 'qrcode'
import type { Qr } from '../web/receipt-page.tsx'

/** A QR code as a path: one bar for each run of dark squares in a row. */
export function qrOf(text: string): Qr {
  const { size, data } = create(text, { errorCorrectionLevel: 'M' }).modules
  let path = ''
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const start = column
      while (column < size && data[row * size + column]) column++
      if (column > start) path += `M${start} ${row}h${column - start}v1H${start}z`
    }
  }
  return { size, path }
}
