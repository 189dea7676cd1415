using System.Net;
using Microsoft.Extensions.Logging;
using Weir.Bgp.Messages;

namespace Weir.Bgp.Session;

/// <summary>What the speaker says in the log.</summary>
internal static partial class BgpLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "BGP session with {Address} established (AS {PeerAs}, hold {HoldSeconds} s, {Families})")]
    public static partial void Established(ILogger logger, IPAddress address, uint peerAs, int holdSeconds, Addressing.FamilySet families);

    [LoggerMessage(Level = LogLevel.Warning, Message = "BGP session with {Address} lost: {Reason}")]
    public static partial void Lost(ILogger logger, IPAddress address, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "No BGP session with {Address}, the router says: {Reason}. Our AS is {LocalAs}; it is tried again, and told again when the reason changes")]
    public static partial void Refused(ILogger logger, IPAddress address, string reason, uint localAs);

    [LoggerMessage(Level = LogLevel.Warning, Message = "No BGP session with {Address}: {Reason}. It is tried again, and told again when the reason changes")]
    public static partial void NotEstablished(ILogger logger, IPAddress address, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "BGP update from {Address}: {Treatment} because of {Cause}")]
    public static partial void UpdateError(ILogger logger, IPAddress address, UpdateTreatment treatment, Attributes.AttributeType cause);

    [LoggerMessage(Level = LogLevel.Warning, Message = "BGP neighbour {Address} has 80 % of its cap in use: {Routes} routes, {Flows} flow specifications")]
    public static partial void NearCap(ILogger logger, IPAddress address, int routes, int flows);

    [LoggerMessage(Level = LogLevel.Warning, Message = "BGP connection from {Address} refused: not a configured neighbour")]
    public static partial void UnknownNeighbor(ILogger logger, IPAddress address);

    [LoggerMessage(Level = LogLevel.Warning, Message = "BGP neighbour {Address}: {Option} could not be set: {Reason}")]
    public static partial void OptionFailed(ILogger logger, IPAddress address, string option, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "BGP listener on {EndPoint} stopped: {Reason}")]
    public static partial void ListenerStopped(ILogger logger, string endPoint, string reason);
}
