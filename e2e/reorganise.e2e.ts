import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { guardianshipForm, officialAt } from './at-the-api.ts'
import { handsOf, signIn, type Hands } from './at-the-desk.ts'
import { startJourney, type Journey } from './start-journey.ts'

let journey: Journey
let operator: Hands
const codes: string[] = []

beforeAll(async () => {
  journey = await startJourney()
  operator = await handsOf(journey.browser)
  const desk = await officialAt(journey.city.address, 'motcua.00004')
  for (const name of ['Nguyễn Thị Thử', 'Trần Văn Thử'])
    codes.push((await desk.file('1.004837', name, guardianshipForm)).code)
  // This ward is going to be parted: of its dossier nobody can say for sure to whom it would have belonged.
  const parted = await officialAt(journey.city.address, 'motcua.00007')
  await parted.file('1.004837', 'Lê Thị Thử', guardianshipForm)
})

afterAll(async () => {
  await journey?.end()
})

describe('the city goes through 1 July 2025', () => {
  test('an operator walks through the questions by keyboard and answers one, then a whole kind', async () => {
    const { page } = operator
    await signIn(operator, journey.city.address, 'quantri', '/desk/reorganisation')
    await page.getByText('mục 1 trên 581').waitFor()
    await operator.press('j', 'ArrowDown', 'k')
    await page.getByText('mục 2 trên 581').waitFor()
    await operator.press('k', 'Enter')
    await page.getByText('chưa có nơi tiếp nhận (82)').waitFor()
    // The last of the numbered answers is for all questions of the kind.
    await operator.press('4')
    await page.getByText('chưa có nơi tiếp nhận (82)').waitFor({ state: 'detached' })
    await page.getByText('Chia tách chưa có quy tắc (200)').waitFor()
  })

  test('one command takes the rest of the way and says what is decided, assumed and done', async () => {
    const { code, output } = await journey.run('demo', 'reorganise')
    expect(output).toContain('15 thủ tục của cấp huyện do xã, phường giải quyết từ 2025-07-01')
    expect(output).toContain('200 × chia đều, vì chưa ai nêu quy tắc')
    expect(output).toContain('không phải người soạn')
    expect(output).toContain('3 / 3 hồ sơ')
    expect(output).toContain('Nay có 126 xã, phường; 0 hồ sơ còn mở ở đơn vị đã đóng')
    expect(code).toBe(0)
  })

  test('the wall turns from today’s units to the old ones and back, with the same sums and what is unsure', async () => {
    const { page } = operator
    const wall = await handsOf(journey.browser)
    await signIn(wall, journey.city.address, 'dieuhanh.hanoi', '/desk/wall')
    const choice = wall.page.getByLabel('Đọc theo')
    await choice.waitFor()
    await wall.press('b')
    await wall.page.waitForURL(/on=2025-07-01&by=carried/)
    const panel = wall.page.getByRole('region', { name: 'Số này từ đâu' })
    await panel.waitFor()
    await wall.press('k')
    await wall.page.waitForURL(/span=all/)
    await panel.getByText('Toàn thành phố: 3 tiếp nhận, 3 đang giữ').waitFor()
    await wall.page.getByText(/± \d/).first().waitFor()
    await wall.press('b')
    await wall.page.waitForURL(/on=2025-07-01&by=recorded/)
    await panel.getByText('Mỗi hồ sơ tính cho đơn vị').waitFor()
    await wall.press('b')
    await wall.page.waitForURL(/on=2025-06-30&by=recorded&span=all/)
    await panel.getByText('Bản đồ ngày 30/06/2025').waitFor()
    await panel.getByText('Toàn thành phố: 3 tiếp nhận, 3 đang giữ').waitFor()
    await panel.getByText('0 tiếp nhận, 3 đang giữ.', { exact: false }).first().waitFor()
    await wall.page.getByRole('button', { name: 'Quận Ba Đình' }).waitFor()
    await wall.context.close()

    await page.goto(`${journey.city.address}/desk/reorganisation`)
    await page.getByText('Đã chuyển 3 trên 3 hồ sơ').waitFor()
    // Whoever changes the map sees its units, though not what they hold; other screens say for whom they are.
    await operator.press('Shift+T')
    await page.getByText('Danh sách hồ sơ từng giữ dành cho vị trí').waitFor()
    await page.goto(`${journey.city.address}/desk/search`)
    await page.getByRole('heading', { name: 'Vị trí này không dùng màn hình “Tra cứu hồ sơ”' }).waitFor()
  })

  test('an official works on in the new ward and finds what the old one held', async () => {
    const officer = await handsOf(journey.browser)
    const { page } = officer
    await signIn(officer, journey.city.address, 'motcua.00004', '/desk/work')
    await page.getByText('Phường Ba Đình').first().waitFor()
    for (const code of codes) await page.getByText(code).first().waitFor()
    await officer.press('Shift+T')
    await page.getByRole('heading', { name: 'Đơn vị theo thời gian' }).waitFor()
    await page.getByLabel('Xem như ngày').fill('30/06/2025')
    await page.getByRole('button', { name: 'Xem', exact: true }).click()
    await page.getByText('Đang xem ngày 30/06/2025').waitFor()
    await page.getByLabel('Tìm đơn vị').fill('truc bach')
    await page.getByRole('button', { name: 'Phường Trúc Bạch' }).click()
    await page.getByRole('region', { name: 'Các đơn vị kế thừa' }).getByText('Phường Ba Đình').waitFor()
    for (const code of codes) await page.getByRole('link', { name: code }).waitFor()

    // From the list to the dossier of that day, and from any screen by typing the day.
    await page.getByRole('link', { name: codes[0] ?? '' }).click()
    await page.getByRole('heading', { name: codes[0] ?? '' }).waitFor()
    await page.getByText('Đang xem ngày 30/06/2025').waitFor()
    await page.getByText('Đang ở Phường Trúc Bạch').waitFor()
    expect(await page.getByText('sắp xếp đơn vị').count()).toBe(0)
    await page.getByRole('button', { name: 'Về hôm nay' }).click()
    await page.getByText('sắp xếp đơn vị').first().waitFor()
    await officer.press('Control+k')
    await page.getByPlaceholder('Gõ tên màn hình').waitFor()
    await officer.type('tran van thu 30/06/2025')
    await page.getByRole('button', { name: 'Trần Văn Thử' }).waitFor()
    await page.getByText('Xem mọi kết quả').click()
    await page.waitForURL(/\/desk\/search\?q=tran\+van\+thu&on=2025-06-30/)
    await page.getByRole('cell', { name: 'Phường Trúc Bạch' }).waitFor()
    await page.getByLabel('Xem như ngày').fill('30/06/2099')
    await page.getByRole('button', { name: 'Xem', exact: true }).click()
    await page.getByText('organisation.day_to_come').waitFor()
    await officer.context.close()
  })
})
