using SchemaBuild.Tool;

return await SchemaLint.RunAsync(args, Terminal.OfThisProcess());
