import { formatDay } from '#platform/ui/format.ts'
import { refusal } from '#platform/errors.ts'
import { postKindWords, type PostKind } from '#modules/organisation/contract.ts'
import type { CompetentTier } from '../contract.ts'

const tierWords: Record<CompetentTier, { vi: string; en: string }> = {
  commune: { vi: 'cấp xã', en: 'commune' },
  district: { vi: 'cấp huyện', en: 'district' },
  department: { vi: 'sở, ban, ngành', en: 'department' },
  city: { vi: 'Ủy ban nhân dân thành phố', en: 'city' },
}

const unfit = {
  empty: {
    vi: 'Chưa có bước nào. Hãy nêu các bước của quy trình ở cấp mới.',
    en: 'There are no steps. Name the steps of the process at the new level.',
  },
  first: {
    vi: 'Bước đầu phải do cán bộ một cửa nơi tiếp nhận làm. Hãy giữ bước tiếp nhận.',
    en: 'The first step must be the one-stop officer’s where the dossier is filed. Keep the step that receives.',
  },
  last: {
    vi: 'Bước cuối phải do cán bộ một cửa làm: trả kết quả. Hãy giữ bước trả kết quả.',
    en: 'The last step must be a one-stop officer’s. Keep the step that returns the result.',
  },
  long: {
    vi: 'Tổng thời gian các bước vượt thời hạn ngắn nhất của thủ tục. Hãy bớt giờ.',
    en: 'The steps take longer than the shortest limit of the procedure. Take hours off.',
  },
}
export type UnfitTable = keyof typeof unfit

/** Refusals of a decision that gives a procedure to another level; `place` names the field of the form. */
export const levelErrors = {
  decisionMissing: () =>
    refusal(
      'invalid',
      'catalogue.level_decision_missing',
      {
        vi: 'Chưa có số quyết định công bố hoặc phân cấp. Hãy nhập số quyết định.',
        en: 'The number of the decision is missing. Enter it.',
      },
      { place: 'decisionNumber' },
    ),
  decidedLate: (decidedOn: string, validFrom: string) =>
    refusal(
      'invalid',
      'catalogue.level_decision_date',
      {
        vi: `Quyết định ký ngày ${formatDay(decidedOn)}, sau ngày hiệu lực ${formatDay(validFrom)}. Hãy sửa một trong hai ngày.`,
        en: `The decision is dated ${decidedOn}, after the day ${validFrom} from which it would hold. Mend one of the days.`,
      },
      { place: 'decidedOn', decidedOn, validFrom },
    ),
  tooEarly: (validFrom: string, earliest: string) =>
    refusal(
      'invalid',
      'catalogue.level_too_early',
      {
        vi: `Không đổi cấp từ ngày ${formatDay(validFrom)} được: phiên bản đang áp dụng và hồ sơ đã nhận giữ nguyên. Hãy chọn ngày ${formatDay(earliest)} hoặc sau đó.`,
        en: `The level cannot change from ${validFrom} on: the version in force and what was filed under it stay. Choose ${earliest} or later.`,
      },
      { place: 'validFrom', validFrom, earliest },
    ),
  versionPlanned: (version: number, validFrom: string) =>
    refusal(
      'conflict',
      'catalogue.version_planned',
      {
        vi: `Đã có phiên bản ${version} được công bố, áp dụng từ ngày ${formatDay(validFrom)}. Hãy chọn đúng ngày đó để thay nó, hoặc một ngày sau.`,
        en: `Version ${version} is published already and holds from ${validFrom}. Choose that very day to replace it, or a later one.`,
      },
      { place: 'validFrom', version, validFrom },
    ),
  versionMoved: (version: number) =>
    refusal(
      'conflict',
      'catalogue.version_moved',
      {
        vi: `Thủ tục vừa có phiên bản ${version}. Hãy tải lại rồi xem lại quyết định của mình.`,
        en: `The procedure has got version ${version} meanwhile. Load it again and look at your decision once more.`,
      },
      { version },
    ),
  reviewFirst: (code: string) =>
    refusal(
      'conflict',
      'catalogue.level_in_review',
      {
        vi: `Một bản nhập mới của thủ tục ${code} đang chờ rà soát cấp giải quyết hoặc bảng các bước. Hãy rà soát trước ở màn hình Rà soát thủ tục.`,
        en: `A newer import of ${code} waits for review of its level or its steps. Settle that first on the review screen.`,
      },
      { code },
    ),
  sameLevel: (tier: CompetentTier) =>
    refusal(
      'invalid',
      'catalogue.same_level',
      {
        vi: `Thủ tục vốn do ${tierWords[tier].vi} này giải quyết. Hãy chọn cấp khác.`,
        en: `The procedure is decided by this ${tierWords[tier].en} already. Choose another level.`,
      },
      { place: 'tier', tier },
    ),
  levelWithoutUnit: (tier: CompetentTier, day: string) =>
    refusal(
      'invalid',
      'catalogue.level_without_unit',
      {
        vi: `Ngày ${formatDay(day)} thành phố không có đơn vị ${tierWords[tier].vi} nào. Hãy chọn cấp còn đơn vị hoặc ngày khác.`,
        en: `On ${day} the city has no unit of the level ${tierWords[tier].en}. Choose a level that has, or another day.`,
      },
      { place: 'tier', tier, day },
    ),
  unitNeeded: (unitCode: string | null, day: string) =>
    refusal(
      'invalid',
      'catalogue.level_unit',
      unitCode === null
        ? {
            vi: 'Chưa nêu sở, ban, ngành nào giải quyết. Hãy chọn một sở.',
            en: 'Which department decides is not said. Choose one.',
          }
        : {
            vi: `Ngày ${formatDay(day)} không có sở, ban, ngành mang mã ${unitCode}; cấp khác thì không nêu đơn vị. Hãy chọn lại.`,
            en: `On ${day} no department bears the code ${unitCode}; other levels take no unit. Choose again.`,
          },
      { place: 'unitCode', unitCode, day },
    ),
  nobodyThere: (tier: CompetentTier, kinds: readonly PostKind[], where: 'table' | 'published') => {
    const posts = (language: 'vi' | 'en') => kinds.map((kind) => postKindWords[kind][language]).join(', ')
    return refusal(
      'invalid',
      where === 'table' ? 'catalogue.level_without_post' : 'catalogue.process_of_other_level',
      where === 'table'
        ? {
            vi: `Ở ${tierWords[tier].vi} không có vị trí: ${posts('vi')}. Hãy giao các bước đó cho vị trí khác hoặc bỏ bước.`,
            en: `The level ${tierWords[tier].en} has no such post: ${posts('en')}. Give these steps to another post, or leave them out.`,
          }
        : {
            vi: `Quy trình nội bộ đã ban hành cho thủ tục này cần vị trí mà ${tierWords[tier].vi} không có: ${posts('vi')}. Hãy ban hành quy trình mới hoặc dừng quy trình ấy chậm nhất từ ngày hiệu lực, rồi công bố lại.`,
            en: `The internal process published for this procedure needs posts that the level ${tierWords[tier].en} does not have: ${posts('en')}. Publish another process, or end this one, by the day on which the level changes.`,
          },
      { place: 'process', tier, kinds },
    )
  },
  tableUnfit: (problem: UnfitTable) =>
    refusal('invalid', 'catalogue.process_unfit', unfit[problem], { place: 'process', problem }),
  undecided: (path: string) =>
    refusal(
      'invalid',
      'catalogue.level_undecided',
      {
        vi: 'Để trống thì không ai giải quyết được thủ tục. Hãy nhận một đề xuất hoặc nhập giá trị.',
        en: 'Left empty, nobody could decide the procedure. Take a proposal or enter a value.',
      },
      { path },
    ),
}
