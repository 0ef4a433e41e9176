import Type, { type Static } from 'typebox'

const Position = Type.Tuple([Type.Number(), Type.Number()])

const UnitRow = Type.Object({
  code: Type.String(),
  /** Full official name, kind included: "Phường Trúc Bạch". */
  name: Type.String(),
  /** The name without its kind: "Trúc Bạch". */
  shortName: Type.String(),
  tier: Type.Union([
    Type.Literal('city'),
    Type.Literal('department'),
    Type.Literal('district'),
    Type.Literal('commune'),
  ]),
  kind: Type.String(),
  parentCode: Type.Union([Type.String(), Type.Null()]),
  /** Goes in front of dossier codes. A demo value: the real list is not public, so it is marked unverified in the file's head. */
  agencyCode: Type.String(),
  /** Longitude and latitude, three decimals. Departments have none. */
  position: Type.Optional(Position),
  positionEstimated: Type.Optional(Type.Boolean()),
  /** Units of 1 January 2025 that went wholly or partly into this one. */
  predecessors: Type.Optional(
    Type.Array(Type.Object({ code: Type.String(), name: Type.String(), districtName: Type.String() })),
  ),
})

export const UnitFile = Type.Object({
  asOf: Type.String(),
  source: Type.String(),
  agencyCodeCertainty: Type.Literal('unverified'),
  units: Type.Array(UnitRow),
})

export const PositionFile = Type.Object({
  map2023: Type.Record(Type.String(), Position),
  map2025: Type.Record(Type.String(), Position),
})

export const DepartmentFile = Type.Array(
  Type.Object({ code: Type.String(), name: Type.String(), kind: Type.String() }),
)

/** One administrative unit of the demo city as the data files hold it. */
export type HanoiUnit = Static<typeof UnitRow>
export type HanoiUnitFile = Static<typeof UnitFile>
