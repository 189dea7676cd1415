using System.Security.Cryptography;
using System.Text;

namespace Weir.Testing.Receivers;

/// <summary>Takes any request, checks its signature, and keeps the first body of each idempotency key.</summary>
public sealed class WebhookReceiver : HttpReceiver
{
    private readonly List<KeyValuePair<string, string>> _bodies = [];

    /// <summary>Makes one that speaks https when it is given certificates.</summary>
    public WebhookReceiver(TestCertificates? certificates = null)
        : base(certificates)
    {
    }

    /// <summary>Key of the signature in <c>X-Signature-256</c>; null asks for none.</summary>
    public string? Secret { get; init; }

    /// <summary>Idempotency key and body of what was accepted, in order, each key once.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Bodies
    {
        get
        {
            lock (Gate)
            {
                return [.. _bodies];
            }
        }
    }

    /// <inheritdoc/>
    protected override Reply Handle(ReceivedRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (Secret is { } secret
            && request.Header("X-Signature-256") != "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), request.Body.Span)))
        {
            return new Reply(403, "bad signature");
        }

        string key = request.Header("Idempotency-Key");
        if (key.Length == 0)
        {
            return new Reply(400, "no idempotency key");
        }

        if (!_bodies.Any(b => b.Key == key))
        {
            _bodies.Add(new(key, request.Text));
        }

        return new Reply(201);
    }
}
