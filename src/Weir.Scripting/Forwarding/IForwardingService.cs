namespace Weir.Scripting.Forwarding;

/// <summary>Sends copies of received datagrams on to other collectors.</summary>
public interface IForwardingService
{
    /// <summary>Starts or replaces a copy.</summary>
    /// <param name="name">Name of the copy.</param>
    /// <param name="address">Address or name of the collector.</param>
    /// <param name="port">UDP port.</param>
    /// <returns>False when it could not be set up.</returns>
    bool SetForward(string name, string address, int port);

    /// <summary>Ends a copy; false when there was none.</summary>
    bool ClearForward(string name);
}
