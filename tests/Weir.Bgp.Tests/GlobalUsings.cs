global using Weir.Testing.Bgp;
global using Xunit;

// Most tests with daemons wait for the daemons' own timers, so more run side by side than there are processors.
[assembly: CollectionBehavior(MaxParallelThreads = 6)]
