namespace Weir.Wire.Tests;

public class NetworkAddressTests
{
    /// <summary>Addresses whose 32-bit parts cancel each other out, which a hash that any reader of this code can compute would not tell apart.</summary>
    [Fact]
    public void GetHashCode_AddressesChosenToCollide_Differ()
    {
        NetworkAddress[] chosen = [.. Enumerable.Range(0, 10_000).Select(static i => new NetworkAddress(((ulong)i << 32) | (uint)i, 7, NetworkFamily.V6))];

        Assert.InRange(chosen.Select(static address => address.GetHashCode()).Distinct().Count(), 9_990, 10_000);
        Assert.All(chosen, static address => Assert.Equal(address.GetHashCode(), (address with { }).GetHashCode()));
    }
}
