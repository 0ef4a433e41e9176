test.only('a refused dossier stays refused', () => {})
