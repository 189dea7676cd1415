using RabbitMQ.Client.Exceptions;
using Weir.Export.Http;

namespace Weir.Export.Sinks.RabbitMq;

/// <summary>What the client's exceptions mean.</summary>
internal static class RabbitMqFault
{
    private const int AccessRefused = 403;
    private const int NotFound = 404;
    private const int PreconditionFailed = 406;
    private const int NotAllowed = 530;

    /// <summary>Wrong user, rights, virtual host or exchange: a person must mend it. Everything else: again later.</summary>
    public static SendResult Verdict(Exception fault)
    {
        Exception cause = fault is BrokerUnreachableException { InnerException: { } inner } ? inner : fault;
        if (cause is AggregateException { InnerExceptions: [{ } first, ..] })
        {
            cause = first;
        }

        string reason = HttpVerdict.Line(cause.Message);
        bool mending = cause switch
        {
            AuthenticationFailureException or PossibleAuthenticationFailureException => true,
            System.Security.Authentication.AuthenticationException => true,
            OperationInterruptedException { ShutdownReason.ReplyCode: AccessRefused or NotFound or PreconditionFailed or NotAllowed } => true,
            _ => false,
        };
        return mending ? SendResult.Misconfigured(reason)
            : fault is BrokerUnreachableException ? SendResult.Unreachable(reason)
            : SendResult.Retry(reason);
    }
}
