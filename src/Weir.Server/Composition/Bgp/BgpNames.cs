using System.Net;
using System.Net.Sockets;

namespace Weir.Server.Composition.Bgp;

/// <summary>
/// Addresses of routers that scripts call by name. A name server that answers slowly or not at all holds a script up for a second at most: what was to
/// be done with the address is then done when the answer comes. At most <see cref="MaxWaiting"/> names wait; more are refused.
/// </summary>
/// <param name="lookUp">Asks for the addresses of a name.</param>
internal sealed class BgpNames(Func<string, CancellationToken, Task<IPAddress[]>> lookUp) : IAsyncDisposable
{
    /// <summary>Most names that are being looked up at once.</summary>
    public const int MaxWaiting = 64;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<Action>> _waiting = new(StringComparer.Ordinal);
    private readonly List<Task> _running = [];
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Our router id where a script gives none and this host has no IPv4 address towards the router.</summary>
    public static IPAddress DefaultRouterId { get; } = new([0, 6, 6, 6]);

    /// <summary>Names whose addresses are not known yet.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count;
            }
        }
    }

    /// <summary>Finds the address of a router and uses it: before this returns where it is known within a second, else on a pool thread.</summary>
    /// <param name="router">Address or name; a name of several addresses gives the first.</param>
    /// <param name="use">Takes the address, or what is wrong; its answer is what this returns.</param>
    /// <returns>What <paramref name="use"/> answered; null when it is still to be called.</returns>
    public bool? Find(string router, Func<IPAddress?, string?, bool> use)
    {
        if (IPAddress.TryParse(router, out IPAddress? address))
        {
            return use(address, null);
        }

        if (TryFollow(router, () => Find(router, use)))
        {
            return null;
        }

        Task<(IPAddress? Address, string? Problem)> lookup = LookUpAsync(router);
        if (((IAsyncResult)lookup).AsyncWaitHandle.WaitOne(Patience))
        {
            (IPAddress? found, string? problem) = lookup.GetAwaiter().GetResult();
            return use(found, problem);
        }

        return TryWait(router, lookup, use) ? null : use(null, $"{MaxWaiting} names are being looked up already");
    }

    /// <summary>Does something once a name that is still being looked up has been used.</summary>
    /// <returns>False when the name is not being looked up, or too much waits for it; then it is not done.</returns>
    public bool TryFollow(string router, Action then)
    {
        lock (_gate)
        {
            if (!_waiting.TryGetValue(router, out List<Action>? followers) || followers.Count >= MaxWaiting)
            {
                return false;
            }

            followers.Add(then);
            return true;
        }
    }

    /// <summary>Gives up what still waits.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        Task[] waiting;
        lock (_gate)
        {
            waiting = [.. _running];
        }

        await Task.WhenAll(waiting);
        _stop.Dispose();
    }

    private async Task<(IPAddress? Address, string? Problem)> LookUpAsync(string name)
    {
        try
        {
            return await lookUp(name, _stop.Token) is [IPAddress first, ..] ? (first, null) : (null, $"the name '{name}' has no address");
        }
        catch (Exception e) when (e is SocketException or ArgumentException or OperationCanceledException)
        {
            return (null, $"the name '{name}' cannot be resolved: {e.Message}");
        }
    }

    private bool TryWait(string name, Task<(IPAddress? Address, string? Problem)> lookup, Func<IPAddress?, string?, bool> use)
    {
        lock (_gate)
        {
            _running.RemoveAll(static t => t.IsCompleted);
            if (_running.Count >= MaxWaiting)
            {
                return false;
            }

            _waiting.TryAdd(name, []);
            _running.Add(UseLaterAsync(name, lookup, use));
            return true;
        }
    }

    private async Task UseLaterAsync(string name, Task<(IPAddress? Address, string? Problem)> lookup, Func<IPAddress?, string?, bool> use)
    {
        (IPAddress? address, string? problem) = await lookup.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        if (_stop.IsCancellationRequested)
        {
            return;
        }

        use(address, problem);
        List<Action>? followers;
        lock (_gate)
        {
            _waiting.Remove(name, out followers);
        }

        foreach (Action follower in followers ?? [])
        {
            follower();
        }
    }
}
