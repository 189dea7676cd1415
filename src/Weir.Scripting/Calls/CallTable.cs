namespace Weir.Scripting.Calls;

/// <summary>The calls a script can make, by name.</summary>
internal sealed class CallTable
{
    private readonly Dictionary<string, Func<CallArguments, CancellationToken, object?>> _calls = [];
    private readonly Dictionary<string, Func<CallArguments, CancellationToken, Task<object?>>> _later = [];

    public void Add(string name, Func<CallArguments, object?> call) => _calls.Add(name, (arguments, _) => call(arguments));

    public void Add(string name, Func<CallArguments, CancellationToken, object?> call) => _calls.Add(name, call);

    /// <summary>Adds a call whose answer comes later.</summary>
    public void AddLater(string name, Func<CallArguments, CancellationToken, Task<object?>> call) => _later.Add(name, call);

    /// <summary>True for a call whose answer comes later.</summary>
    public bool IsLater(string name) => _later.ContainsKey(name);

    /// <summary>Makes a call whose answer comes later; the arguments are read before this returns.</summary>
    public Task<object?> InvokeAsync(string name, CallArguments arguments, CancellationToken ended) => _later[name](arguments, ended);

    /// <summary>Makes a call.</summary>
    /// <param name="name">Name of the function.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="ended">Cancelled when the script is gone.</param>
    /// <exception cref="CallException">There is no such call, or it cannot be done.</exception>
    public object? Invoke(string name, CallArguments arguments, CancellationToken ended) =>
        _calls.TryGetValue(name, out Func<CallArguments, CancellationToken, object?>? call)
            ? call(arguments, ended)
            : throw new CallException($"{name}: not available in this engine");
}
