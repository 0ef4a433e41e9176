import { describe, expect } from 'vitest'
import { dbTest } from '#testing/db-test.ts'
import { textOfPdf } from '#testing/read-pdf.ts'
import { act, aLinkedCity, decide, fileLinked, hear, partOf } from './linked-city.test-builder.ts'
import { printForm } from './print-slip.ts'

describe('the papers of a linked dossier', () => {
  dbTest(
    'carry the code of each part, the whole it belongs to, and every hand-over with its result',
    async ({ db, clock }) => {
      const city = await aLinkedCity(db, clock)
      const id = await fileLinked(city)
      await act(city, 'motcua.00004', 'hand_over', id)
      await hear(city, db)
      const birth = await partOf(city, id, 'birth')
      await decide(city, '00004', birth.caseId)
      await hear(city, db)
      const residence = await partOf(city, id, 'residence')
      const whole = await city.casework.getCase(db, id)
      const read = async (caseId: string | null, form: string) => {
        const snapshot = await city.casework.getCase(db, caseId ?? '')
        return textOfPdf(await printForm(city.dossiers.parts, snapshot, form))
      }

      const receipt = await read(residence.caseId, '01')
      // Where that program is not installed the texts of papers are not checked.
      if (receipt === undefined) return
      expect(receipt).toContain(`Mã hồ sơ: ${residence.code}`)
      expect(receipt).toContain('Nội dung yêu cầu giải quyết: Đăng ký thường trú')
      expect(receipt).toContain(`Thuộc hồ sơ liên thông: ${whole.code}`)
      expect(receipt).toContain('Tờ khai thay đổi thông tin cư trú (mẫu CT01) 1')

      const slip = (await read(residence.caseId, '06')) ?? ''
      expect(slip).toContain(`Mã hồ sơ: ${residence.code}`)
      expect(slip).toContain(`Thuộc hồ sơ liên thông: ${whole.code}`)
      expect(slip).toContain('Cơ quan (bộ phận) giải quyết: Công an thành phố Hà Nội')
      expect(slip.match(/Giao: /g)).toHaveLength(1)
      expect(slip).toContain('Nhận: Công an')

      // The part that is over: taken over, four steps inside, and its result handed back in time.
      const over = (await read(birth.caseId, '06')) ?? ''
      expect(over.match(/Giao: /g)).toHaveLength(6)
      expect(over).toContain('Trước hạn')

      const all = (await read(id, '06')) ?? ''
      expect(all).not.toContain('Thuộc hồ sơ liên thông')
      // To the desk, three parts opened, one result back.
      expect(all.match(/Giao: /g)).toHaveLength(5)
      expect(all).toContain('Cơ quan phối hợp giải quyết: Công an thành phố Hà Nội; Bảo hiểm xã hội')
      for (const { code } of [birth, residence])
        expect(all.split(String(code))).toHaveLength(code === birth.code ? 3 : 2)
    },
  )
})
