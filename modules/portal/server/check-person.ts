import { readDay } from '#platform/ui/format.ts'
import type { Party } from '#modules/dossiers/contract.ts'
import { personKinds, type PersonTyped, type Problem } from '../contract.ts'

/** Control, zero-width and direction marks have no place in a name, nor have the signs of markup. */
const FORBIDDEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}<>{}]/u

type Checked = { party: Party | undefined; problems: Problem[] }

/** A person as the dossier takes it, or everything that is wrong with what was typed. */
export function checkPerson(typed: PersonTyped, at: 'owner' | 'submitter', today: string): Checked {
  const fullName = composed(typed.fullName)
  const identityNumber = typed.identityNumber.replaceAll(/[\s.]/g, '')
  const phone = typed.phone.trim().replaceAll(/[.-]/g, ' ')
  const email = typed.email.trim()
  const address = composed(typed.address)
  const birth = typed.dateOfBirth.trim()
  const day = birth === '' ? undefined : readDay(birth)
  const ofPerson = typed.kind === 'citizen'

  const problems: Problem[] = []
  const wrong = (field: keyof PersonTyped, vi: string, en: string) =>
    problems.push({ field: `${at}.${field}`, step: 'person', vi, en })

  if (!personKinds.includes(typed.kind)) wrong('kind', 'Hãy chọn người nộp là ai', 'Choose who files')
  if (fullName === '') wrong('fullName', 'Hãy điền họ và tên', 'Fill in the full name')
  else if (FORBIDDEN.test(fullName) || !/\p{L}/u.test(fullName))
    wrong(
      'fullName',
      'Họ và tên có ký tự không hợp lệ (dấu < >, ký tự ẩn hoặc đảo chiều chữ). Hãy gõ lại chỉ với chữ cái',
      'The full name holds characters that are not allowed (< >, hidden or direction marks). Type it again with letters only',
    )
  else if (fullName.length < 2 || fullName.length > 120)
    wrong('fullName', 'Họ và tên cần từ 2 đến 120 ký tự', 'The full name needs 2 to 120 characters')

  if (identityNumber === '') {
    wrong(
      'identityNumber',
      ofPerson ? 'Hãy điền số căn cước' : 'Hãy điền mã số thuế hoặc mã số đăng ký',
      ofPerson ? 'Fill in the identity number' : 'Fill in the tax or registration number',
    )
  } else if (!/^[0-9]{9,14}(-[0-9]{3})?$/.test(identityNumber))
    wrong('identityNumber', 'Số này gồm 9 đến 14 chữ số, viết liền', 'This number has 9 to 14 digits')

  if (birth !== '' && (!day || day > today))
    wrong(
      'dateOfBirth',
      'Ngày sinh phải là ngày có thật trong quá khứ, viết như 05/03/1990',
      'The date of birth must be a real day in the past, written like 05/03/1990',
    )
  if (phone === '')
    wrong('phone', 'Hãy điền điện thoại để cơ quan liên hệ', 'Fill in a phone number to be reached at')
  else if (!/^[0-9+ ]{8,16}$/.test(phone))
    wrong('phone', 'Điện thoại gồm 8 đến 16 chữ số', 'A phone number has 8 to 16 digits')
  if (email !== '' && (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email) || email.length > 200))
    wrong('email', 'Thư điện tử viết như ten@noi.vn', 'An e-mail address looks like name@place.vn')
  if (address === '') wrong('address', 'Hãy điền địa chỉ', 'Fill in the address')
  else if (FORBIDDEN.test(address) || address.length > 300)
    wrong(
      'address',
      'Địa chỉ dài quá 300 ký tự hoặc có ký tự không hợp lệ (dấu < >, ký tự ẩn)',
      'The address is longer than 300 characters or holds characters that are not allowed (< >, hidden marks)',
    )

  if (problems.length > 0) return { party: undefined, problems }
  const party: Party = {
    kind: typed.kind,
    fullName,
    identityNumber,
    phone,
    address,
    ...(day ? { dateOfBirth: day } : {}),
    ...(email ? { email } : {}),
  }
  return { party, problems }
}

/** One form of Unicode, single spaces: names typed on any keyboard are found again. */
function composed(text: string): string {
  return text.normalize('NFC').trim().replaceAll(/\s+/g, ' ')
}
