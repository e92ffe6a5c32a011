using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace SchemaBuild.SideBySide.Tools;

/// <summary>Migrate() at the start of the application.</summary>
internal sealed class EfCoreTool : Tool
{
    public override string Name => "EF Core";

    public override string Version => VersionOf(typeof(DbContext));

    public override bool CanApplyAny => false;

    public override async Task MigrateAsync(string connectionString, string set)
    {
        await using DbContext context = set switch
        {
            "base" => new BaseContext(connectionString),
            "transactional" => new TransactionalContext(connectionString),
            "concurrently" => new ConcurrentlyContext(connectionString),
            _ => new AllContext(connectionString),
        };
        await context.Database.MigrateAsync();
    }
}

public abstract class EfContext(string connectionString) : DbContext
{
    protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder) => optionsBuilder.UseNpgsql(connectionString);
}

public sealed class BaseContext(string connectionString) : EfContext(connectionString);

public sealed class TransactionalContext(string connectionString) : EfContext(connectionString);

public sealed class ConcurrentlyContext(string connectionString) : EfContext(connectionString);

public sealed class AllContext(string connectionString) : EfContext(connectionString);

public abstract class EfScript(int number) : Microsoft.EntityFrameworkCore.Migrations.Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        foreach (var statement in ScriptSets.Get("all")[number - 1].Statements)
            migrationBuilder.Sql(statement.TrimStart('!'), suppressTransaction: statement.StartsWith('!'));
    }
}

[DbContext(typeof(BaseContext)), Migration("0001_trace")]
public sealed class Base1() : EfScript(1);

[DbContext(typeof(TransactionalContext)), Migration("0001_trace")]
public sealed class Transactional1() : EfScript(1);

[DbContext(typeof(TransactionalContext)), Migration("0002_deposit")]
public sealed class Transactional2() : EfScript(2);

[DbContext(typeof(ConcurrentlyContext)), Migration("0001_trace")]
public sealed class Concurrently1() : EfScript(1);

[DbContext(typeof(ConcurrentlyContext)), Migration("0003_index")]
public sealed class Concurrently3() : EfScript(3);

[DbContext(typeof(AllContext)), Migration("0001_trace")]
public sealed class All1() : EfScript(1);

[DbContext(typeof(AllContext)), Migration("0002_deposit")]
public sealed class All2() : EfScript(2);

[DbContext(typeof(AllContext)), Migration("0003_index")]
public sealed class All3() : EfScript(3);

[DbContext(typeof(AllContext)), Migration("0004_last")]
public sealed class All4() : EfScript(4);
