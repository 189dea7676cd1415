namespace Weir.Analytics.Flows.Plans;

/// <summary>Remembers what a function of one value gave for recent values: one place per hash, the newer takes the older's.</summary>
/// <remarks>For functions whose work is text or pattern matching. Single writer: the shard.</remarks>
internal sealed class Memo
{
    private const int Places = 256;

    private readonly Place[] _places = new Place[Places];
    private object? _version;

    /// <summary>Forgets everything when what the function depends on was replaced.</summary>
    public void UseVersion(object? version)
    {
        if (!ReferenceEquals(version, _version))
        {
            Array.Clear(_places);
            _version = version;
        }
    }

    /// <summary>Looks a value up.</summary>
    /// <param name="argument">The function's argument.</param>
    /// <param name="has">False when the function gave null.</param>
    /// <param name="result">What the function gave.</param>
    public bool TryFind(in Evaluated argument, out bool has, out Evaluated result)
    {
        ref Place place = ref _places[Index(argument)];
        has = place.Has;
        result = place.Result;
        return place.Used && place.Argument.SameAs(argument);
    }

    /// <summary>Remembers a result.</summary>
    public void Store(in Evaluated argument, bool has, in Evaluated result)
    {
        _places[Index(argument)] = new Place { Used = true, Argument = argument, Has = has, Result = result };
    }

    private static int Index(in Evaluated argument) => (int)(argument.Hash() >> 24) & (Places - 1);

    private struct Place
    {
        public bool Used;
        public bool Has;
        public Evaluated Argument;
        public Evaluated Result;
    }
}
