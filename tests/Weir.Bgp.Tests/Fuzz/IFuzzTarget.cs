namespace Weir.Bgp.Tests.Fuzz;

/// <summary>A parser under fuzzing: must return for any octets, without an exception.</summary>
internal interface IFuzzTarget
{
    void Run(ReadOnlySpan<byte> input);
}
