import { create } from 'qrcode'
import type { Qr } from '../web/receipt-page.tsx'

/** A QR code as a path of unit squares. */
export function qrOf(text: string): Qr {
  const { size, data } = create(text, { errorCorrectionLevel: 'M' }).modules
  let path = ''
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      if (data[row * size + column]) path += `M${column} ${row}h1v1h-1z`
    }
  }
  return { size, path }
}
