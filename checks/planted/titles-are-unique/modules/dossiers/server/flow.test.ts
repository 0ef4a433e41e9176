test('a refused dossier stays refused', () => {})
test('a refused dossier stays refused', () => {})
