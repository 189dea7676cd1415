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
        foreach (byte[] datagram in datagrams)
        {
            walk.Run(datagram);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        foreach (byte[] datagram in datagrams)
        {
            walk.Run(datagram);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
