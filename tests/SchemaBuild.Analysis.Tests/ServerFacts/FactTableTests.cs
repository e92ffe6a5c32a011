using SchemaBuild.Analysis.ServerFacts;

namespace SchemaBuild.Analysis.Tests.ServerFacts;

public class FactTableTests
{
    [Fact]
    public void Every_line_is_found_by_its_first_cells()
    {
        foreach (var name in new[] { "types", "casts", "functions", "operators", "operator-classes", "operator-families", "relations" })
        {
            var table = new FactTable(name);
            foreach (var cells in table.Find(BuiltIns.NewestMajor))
                Assert.Contains(table.Find(BuiltIns.NewestMajor, cells[0], cells[1]), found => found.SequenceEqual(cells));
        }
    }

    [Fact]
    public void A_lookup_reads_the_lines_that_it_finds_and_no_others()
    {
        var functions = new FactTable("functions");
        Assert.Single(functions.Find(14, "now"));    // loads the text

        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Single(functions.Find(14, "clock_timestamp"));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4096);
    }
}
