using Weir.Testing;
using Weir.Testing.Fuzz;

namespace Weir.Wire.Tests.SFlow;

public class AllocationTests
{
    [Fact]
    public void Walk_AfterWarmUp_AllocatesNothing()
    {
        Random random = new(5);
        byte[][] datagrams = [.. Enumerable.Range(0, 200).Select(_ => DatagramSeeds.Create(random))];
        DatagramTarget walk = new();
        RunAll();
        Assert.Equal(0, Allocations.Least(RunAll));

        void RunAll()
        {
            foreach (byte[] datagram in datagrams)
            {
                walk.Run(datagram);
            }
        }
    }
}
