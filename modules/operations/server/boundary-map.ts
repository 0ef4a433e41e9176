import { readFile } from 'node:fs/promises'
import { geoIdentity, geoMercator, geoPath, type GeoPermissibleObjects } from 'd3-geo'
import { feature } from 'topojson-client'
import type { Unit } from '#modules/organisation/contract.ts'
import type { UnitTree } from '#modules/organisation/server/index.ts'
import type { CityMap } from '../contract.ts'
import { operationsErrors } from './errors.ts'

type Shape = { code: string; geometry: GeoPermissibleObjects }
type TopologyLike = Parameters<typeof feature>[0]

const WIDTH = 1000
const HEIGHT = 1000
const PAD = 16

/** Boundaries are of one map: on the map of another day only few of its codes are found, or few of ours in it. */
const MATCHING = 0.8

/** Real boundaries from a file, for whatever maps they are the boundaries of. */
export type Boundaries = { drawOn(tree: UnitTree): CityMap | undefined }

/** Reads a file of real boundaries; refused unless its codes are those of our units. */
export async function loadBoundaries(file: string, tree: UnitTree): Promise<Boundaries> {
  const shapes = await readShapes(file)
  if (placesOn(shapes, tree).length === 0) {
    throw operationsErrors.boundariesForeign(
      file,
      shapes.slice(0, 3).map((shape) => shape.code),
      tree
        .all()
        .filter((unit) => unit.tier === 'commune')
        .slice(0, 3)
        .map((unit) => unit.code),
    )
  }
  return {
    drawOn(other) {
      const placed = placesOn(shapes, other)
      const communes = other.all().filter((unit) => unit.tier === 'commune').length
      const isItsMap = placed.length >= MATCHING * shapes.length && placed.length >= MATCHING * communes
      return isItsMap ? drawShapes(placed, other) : undefined
    },
  }
}

function placesOn(shapes: readonly Shape[], tree: UnitTree) {
  return shapes.flatMap((shape) => {
    const unit = tree.byCode(shape.code)
    return unit && tree.isOpen(unit.id) ? [{ unit, geometry: shape.geometry }] : []
  })
}

async function readShapes(file: string): Promise<Shape[]> {
  let parsed: unknown
  try {
    parsed = JSON.parse(await readFile(file, 'utf8'))
  } catch (error) {
    throw operationsErrors.boundariesUnreadable(file, error instanceof Error ? error.message : String(error))
  }
  const features = featuresIn(parsed)
  if (features.length === 0) throw operationsErrors.boundariesUnreadable(file, 'no features')
  return features.flatMap(({ properties, geometry }) => {
    const code = properties?.['code'] ?? properties?.['ma'] ?? properties?.['id']
    return geometry && (typeof code === 'string' || typeof code === 'number')
      ? [{ code: String(code), geometry }]
      : []
  })
}

type FeatureLike = { properties: Record<string, unknown> | null; geometry: GeoPermissibleObjects | null }

function featuresIn(parsed: unknown): FeatureLike[] {
  if (typeof parsed !== 'object' || parsed === null || !('type' in parsed)) return []
  if (parsed.type === 'FeatureCollection' && 'features' in parsed && Array.isArray(parsed.features))
    return parsed.features as FeatureLike[]
  if (
    parsed.type !== 'Topology' ||
    !('objects' in parsed) ||
    typeof parsed.objects !== 'object' ||
    parsed.objects === null
  )
    return []
  const topology = parsed as TopologyLike
  return Object.values(topology.objects).flatMap((object) => {
    const found = feature(topology, object)
    return (found.type === 'FeatureCollection' ? found.features : [found]) as FeatureLike[]
  })
}

function drawShapes(
  shapes: readonly { unit: Unit; geometry: GeoPermissibleObjects }[],
  tree: UnitTree,
): CityMap {
  const whole = {
    type: 'GeometryCollection',
    geometries: shapes.map((shape) => shape.geometry),
  } as Parameters<ReturnType<typeof geoIdentity>['fitExtent']>[1]
  const projection = geoMercator().fitExtent(
    [
      [PAD, PAD],
      [WIDTH - PAD, HEIGHT - PAD],
    ],
    whole,
  )
  const path = geoPath(projection).digits(1)
  const areas = shapes.flatMap(({ unit, geometry }) => {
    const drawn = path(geometry)
    const [x, y] = path.centroid(geometry)
    if (!drawn || !Number.isFinite(x) || !Number.isFinite(y)) return []
    const r = Math.max(4, Math.sqrt(path.area(geometry) / Math.PI) * 0.7)
    return [
      { unitId: unit.id, parentId: unit.parentId ?? 0, path: drawn, x: tenth(x), y: tenth(y), r: tenth(r) },
    ]
  })
  return { kind: 'boundaries', width: WIDTH, height: HEIGHT, areas, groups: groupsOf(areas, tree) }
}

function groupsOf(areas: CityMap['areas'], tree: UnitTree): CityMap['groups'] {
  const parents = [...new Set(areas.map((area) => area.parentId))].filter(
    (id) => id !== tree.root?.id && tree.find(id),
  )
  return parents.map((unitId) => {
    const members = areas.filter((area) => area.parentId === unitId)
    const x = members.reduce((sum, one) => sum + one.x, 0) / members.length
    const y = members.reduce((sum, one) => sum + one.y, 0) / members.length
    const r = Math.max(...members.map((one) => Math.hypot(one.x - x, one.y - y) + one.r))
    return { unitId, x: tenth(x), y: tenth(y), r: tenth(r), labelY: tenth(y), outline: '' }
  })
}

function tenth(value: number): number {
  return Math.round(value * 10) / 10
}
