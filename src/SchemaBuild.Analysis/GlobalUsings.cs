// System.Index is never meant here.
global using Index = SchemaBuild.Analysis.Catalog.Index;
