using System.Text.Json;

namespace Weir.Wire.SFlow.FlowRecords;

/// <summary>When the steps of a page load happened in the browser (W3C Navigation Timing), in milliseconds: flow record <c>extended_nav_timing</c> (sFlow v5, 0:2208).</summary>
/// <remarks>
/// <code>
/// type(4) redirectCount(4) navigationStart(4) unloadEventStart(4) unloadEventEnd(4) redirectStart(4)
/// redirectEnd(4) fetchStart(4) domainLookupStart(4) domainLookupEnd(4) connectStart(4) connectEnd(4)
/// secureConnectionStart(4) requestStart(4) responseStart(4) responseEnd(4) domLoading(4) domInteractive(4)
/// domContentLoadedEventStart(4) domContentLoadedEventEnd(4) domComplete(4) loadEventStart(4) loadEventEnd(4)
/// </code>
/// </remarks>
public readonly record struct ExtendedNavTiming : IRecord<ExtendedNavTiming>
{
    /// <summary>Tag of the record: 0:2208.</summary>
    public const uint Tag = 2208;

    /// <summary>Bytes of the body.</summary>
    public const int Size = 92;

    /// <summary>Kind of navigation.</summary>
    public uint Type { get; init; }

    /// <summary>Redirects before the page.</summary>
    public uint RedirectCount { get; init; }

    /// <summary>PerformanceTiming.navigationStart of W3C Navigation Timing, in milliseconds.</summary>
    public uint NavigationStart { get; init; }

    /// <summary>PerformanceTiming.unloadEventStart of W3C Navigation Timing, in milliseconds.</summary>
    public uint UnloadEventStart { get; init; }

    /// <summary>PerformanceTiming.unloadEventEnd of W3C Navigation Timing, in milliseconds.</summary>
    public uint UnloadEventEnd { get; init; }

    /// <summary>PerformanceTiming.redirectStart of W3C Navigation Timing, in milliseconds.</summary>
    public uint RedirectStart { get; init; }

    /// <summary>PerformanceTiming.redirectEnd of W3C Navigation Timing, in milliseconds.</summary>
    public uint RedirectEnd { get; init; }

    /// <summary>PerformanceTiming.fetchStart of W3C Navigation Timing, in milliseconds.</summary>
    public uint FetchStart { get; init; }

    /// <summary>PerformanceTiming.domainLookupStart of W3C Navigation Timing, in milliseconds.</summary>
    public uint DomainLookupStart { get; init; }

    /// <summary>PerformanceTiming.domainLookupEnd of W3C Navigation Timing, in milliseconds.</summary>
    public uint DomainLookupEnd { get; init; }

    /// <summary>PerformanceTiming.connectStart of W3C Navigation Timing, in milliseconds.</summary>
    public uint ConnectStart { get; init; }

    /// <summary>PerformanceTiming.connectEnd of W3C Navigation Timing, in milliseconds.</summary>
    public uint ConnectEnd { get; init; }

    /// <summary>PerformanceTiming.secureConnectionStart of W3C Navigation Timing, in milliseconds.</summary>
    public uint SecureConnectionStart { get; init; }

    /// <summary>PerformanceTiming.requestStart of W3C Navigation Timing, in milliseconds.</summary>
    public uint RequestStart { get; init; }

    /// <summary>PerformanceTiming.responseStart of W3C Navigation Timing, in milliseconds.</summary>
    public uint ResponseStart { get; init; }

    /// <summary>PerformanceTiming.responseEnd of W3C Navigation Timing, in milliseconds.</summary>
    public uint ResponseEnd { get; init; }

    /// <summary>PerformanceTiming.domLoading of W3C Navigation Timing, in milliseconds.</summary>
    public uint DomLoading { get; init; }

    /// <summary>PerformanceTiming.domInteractive of W3C Navigation Timing, in milliseconds.</summary>
    public uint DomInteractive { get; init; }

    /// <summary>PerformanceTiming.domContentLoadedEventStart of W3C Navigation Timing, in milliseconds.</summary>
    public uint DomContentLoadedEventStart { get; init; }

    /// <summary>PerformanceTiming.domContentLoadedEventEnd of W3C Navigation Timing, in milliseconds.</summary>
    public uint DomContentLoadedEventEnd { get; init; }

    /// <summary>PerformanceTiming.domComplete of W3C Navigation Timing, in milliseconds.</summary>
    public uint DomComplete { get; init; }

    /// <summary>PerformanceTiming.loadEventStart of W3C Navigation Timing, in milliseconds.</summary>
    public uint LoadEventStart { get; init; }

    /// <summary>PerformanceTiming.loadEventEnd of W3C Navigation Timing, in milliseconds.</summary>
    public uint LoadEventEnd { get; init; }

    /// <inheritdoc/>
    static uint IRecord<ExtendedNavTiming>.RecordTag => Tag;

    /// <summary>Reads the structure; bytes behind it are ignored. False when the body is shorter than <see cref="Size"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out ExtendedNavTiming record)
    {
        if (body.Length < Size)
        {
            record = default;
            return false;
        }

        record = new ExtendedNavTiming
        {
            Type = XdrField.UInt32(body, 0),
            RedirectCount = XdrField.UInt32(body, 4),
            NavigationStart = XdrField.UInt32(body, 8),
            UnloadEventStart = XdrField.UInt32(body, 12),
            UnloadEventEnd = XdrField.UInt32(body, 16),
            RedirectStart = XdrField.UInt32(body, 20),
            RedirectEnd = XdrField.UInt32(body, 24),
            FetchStart = XdrField.UInt32(body, 28),
            DomainLookupStart = XdrField.UInt32(body, 32),
            DomainLookupEnd = XdrField.UInt32(body, 36),
            ConnectStart = XdrField.UInt32(body, 40),
            ConnectEnd = XdrField.UInt32(body, 44),
            SecureConnectionStart = XdrField.UInt32(body, 48),
            RequestStart = XdrField.UInt32(body, 52),
            ResponseStart = XdrField.UInt32(body, 56),
            ResponseEnd = XdrField.UInt32(body, 60),
            DomLoading = XdrField.UInt32(body, 64),
            DomInteractive = XdrField.UInt32(body, 68),
            DomContentLoadedEventStart = XdrField.UInt32(body, 72),
            DomContentLoadedEventEnd = XdrField.UInt32(body, 76),
            DomComplete = XdrField.UInt32(body, 80),
            LoadEventStart = XdrField.UInt32(body, 84),
            LoadEventEnd = XdrField.UInt32(body, 88),
        };
        return true;
    }

    /// <inheritdoc/>
    public void Write(ref XdrWriter writer)
    {
        writer.WriteUInt32(Type);
        writer.WriteUInt32(RedirectCount);
        writer.WriteUInt32(NavigationStart);
        writer.WriteUInt32(UnloadEventStart);
        writer.WriteUInt32(UnloadEventEnd);
        writer.WriteUInt32(RedirectStart);
        writer.WriteUInt32(RedirectEnd);
        writer.WriteUInt32(FetchStart);
        writer.WriteUInt32(DomainLookupStart);
        writer.WriteUInt32(DomainLookupEnd);
        writer.WriteUInt32(ConnectStart);
        writer.WriteUInt32(ConnectEnd);
        writer.WriteUInt32(SecureConnectionStart);
        writer.WriteUInt32(RequestStart);
        writer.WriteUInt32(ResponseStart);
        writer.WriteUInt32(ResponseEnd);
        writer.WriteUInt32(DomLoading);
        writer.WriteUInt32(DomInteractive);
        writer.WriteUInt32(DomContentLoadedEventStart);
        writer.WriteUInt32(DomContentLoadedEventEnd);
        writer.WriteUInt32(DomComplete);
        writer.WriteUInt32(LoadEventStart);
        writer.WriteUInt32(LoadEventEnd);
    }

    /// <inheritdoc/>
    public void WriteFields(Utf8JsonWriter json)
    {
        json.WriteNumber("type", Type);
        json.WriteNumber("redirectCount", RedirectCount);
        json.WriteNumber("navigationStart", NavigationStart);
        json.WriteNumber("unloadEventStart", UnloadEventStart);
        json.WriteNumber("unloadEventEnd", UnloadEventEnd);
        json.WriteNumber("redirectStart", RedirectStart);
        json.WriteNumber("redirectEnd", RedirectEnd);
        json.WriteNumber("fetchStart", FetchStart);
        json.WriteNumber("domainLookupStart", DomainLookupStart);
        json.WriteNumber("domainLookupEnd", DomainLookupEnd);
        json.WriteNumber("connectStart", ConnectStart);
        json.WriteNumber("connectEnd", ConnectEnd);
        json.WriteNumber("secureConnectionStart", SecureConnectionStart);
        json.WriteNumber("requestStart", RequestStart);
        json.WriteNumber("responseStart", ResponseStart);
        json.WriteNumber("responseEnd", ResponseEnd);
        json.WriteNumber("domLoading", DomLoading);
        json.WriteNumber("domInteractive", DomInteractive);
        json.WriteNumber("domContentLoadedEventStart", DomContentLoadedEventStart);
        json.WriteNumber("domContentLoadedEventEnd", DomContentLoadedEventEnd);
        json.WriteNumber("domComplete", DomComplete);
        json.WriteNumber("loadEventStart", LoadEventStart);
        json.WriteNumber("loadEventEnd", LoadEventEnd);
    }
}
