export function Map() {
  return <img src="map.svg" />
}
