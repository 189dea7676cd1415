using Weir.Analytics.Databases;
using Xunit;

namespace Weir.Analytics.Tests.Databases;

public sealed class OuiTableTests
{
    [Fact]
    public void Read_TextForm_FindsTheMaker()
    {
        OuiTable table = OuiTable.Read(
            """
            OUI/MA-L                                                    Organization
            company_id                                                  Organization

            00-22-BB   (hex)		Example Sound
            0022BB     (base 16)		Example Sound
            				Street 1
            AC-DE-48   (hex)		Private
            """, out string? problem)!;

        Assert.Null(problem);
        Assert.Equal(2, table.Count);
        Assert.Equal("Example Sound", table.Find(0x0022bb_123456));
        Assert.Null(table.Find(0x0022bc_123456));
    }

    [Fact]
    public void Read_CommaForm_LongestAssignmentCounts()
    {
        OuiTable table = OuiTable.Read(
            """"
            Registry,Assignment,Organization Name,Organization Address
            MA-L,0055DA,IEEE Registration Authority,445 Street
            MA-M,0055DA5,"Quoted, ""Inc.""","somewhere, there"
            MA-S,0055DA512,Small
            broken line
            MA-L,nothex,Nobody,x
            MA-L
            """", out _)!;

        Assert.Equal("IEEE Registration Authority", table.Find(0x0055da_000000));
        Assert.Equal("Quoted, \"Inc.\"", table.Find(0x0055da_500000));
        Assert.Equal("Small", table.Find(0x0055da_512000));
        Assert.Equal(3, table.Count);
    }

    [Fact]
    public void Read_SomethingElse_SaysWhatIsExpected()
    {
        Assert.Null(OuiTable.Read("<html>not found</html>", out string? problem));
        Assert.Contains("oui.txt", problem, StringComparison.Ordinal);
    }
}
